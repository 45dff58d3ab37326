package screen

import (
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The types of messages that Bubble Tea acts on and does not export, taken from
// the functions that make them.
var (
	sequenceType   = reflect.TypeOf(tea.Sequence(noCmd, noCmd)())
	printType      = reflect.TypeOf(tea.Println()())
	execType       = reflect.TypeOf(tea.Exec(nil, nil)())
	clipboardType  = reflect.TypeOf(tea.SetClipboard("")())
	primaryType    = reflect.TypeOf(tea.SetPrimaryClipboard("")())
	capabilityType = reflect.TypeOf(tea.RequestCapability("")())
	commandsType   = reflect.TypeOf([]tea.Cmd(nil))
)

func noCmd() tea.Msg { return nil }

// filter sees each message before Bubble Tea does. What Bubble Tea would do at a
// terminal of its own, and what needs output, is done here.
func (m *program) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case nil, inputMsg, resizeMsg, doneMsg:
		return msg
	case tea.QuitMsg, tea.InterruptMsg:
		m.quitting = true
		return msg
	case tea.SuspendMsg:
		return tea.ResumeMsg{} // it would suspend the server
	case tea.ColorProfileMsg:
		return unless(&m.told.profile, msg)
	case tea.EnvMsg:
		return unless(&m.told.env, msg)
	case tea.WindowSizeMsg:
		return unless(&m.told.size, msg)
	case tea.RawMsg:
		m.session.output.send(fmt.Sprint(msg.Msg))
		return doneMsg{msg}
	}
	return m.act(msg)
}

// unless drops the first message of a kind, which Bubble Tea sends to tell what
// Init has told.
func unless(told *bool, msg tea.Msg) tea.Msg {
	if !*told {
		*told = true
		return nil
	}
	return doneMsg{msg}
}

// act does what a message that Bubble Tea keeps to itself asks for.
func (m *program) act(msg tea.Msg) tea.Msg {
	out := m.session.output
	switch t := reflect.TypeOf(msg); t {
	case clipboardType:
		out.send(ansi.SetSystemClipboard(reflect.ValueOf(msg).String()))
		return doneMsg{msg}
	case primaryType:
		out.send(ansi.SetPrimaryClipboard(reflect.ValueOf(msg).String()))
		return doneMsg{msg}
	case capabilityType:
		out.send(ansi.RequestTermcap(reflect.ValueOf(msg).String()))
		return doneMsg{msg}
	case printType:
		out.print(reflect.ValueOf(msg).Field(0).String())
		return doneMsg{msg}
	case execType:
		// It would run on the server, with the server's standard streams.
		m.session.runner.logger.Warn("tea.Exec is not possible in a session")
		return nil
	}
	if seq := query(msg); seq != "" {
		out.send(seq)
		return doneMsg{msg}
	}
	switch msg {
	case tea.ClearScreen():
		out.clear()
		return doneMsg{msg}
	case tea.RequestWindowSize():
		return resizeMsg{}
	}
	return msg
}

// query returns the sequence that asks the terminal what msg wants to know, or
// "". The answer, if there is one, comes in as a message.
func query(msg tea.Msg) string {
	switch msg {
	case tea.RequestBackgroundColor():
		return ansi.RequestBackgroundColor
	case tea.RequestForegroundColor():
		return ansi.RequestForegroundColor
	case tea.RequestCursorColor():
		return ansi.RequestCursorColor
	case tea.RequestCursorPosition():
		return ansi.RequestCursorPositionReport
	case tea.RequestTerminalVersion():
		return ansi.RequestNameVersion
	case tea.RequestProgramStatusSupport():
		return ansi.RequestProgramStatusSupport
	case tea.ReadClipboard():
		return ansi.RequestSystemClipboard
	case tea.ReadPrimaryClipboard():
		return ansi.RequestPrimaryClipboard
	}
	return ""
}

// guard returns cmd such that a panic in it, or in a command it leads to, ends
// the session and not the server.
func (s *session) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				s.end(newPanicError("command", r))
				msg = nil
			}
		}()
		return s.guardAll(cmd())
	}
}

// guardAll guards the commands that a message of tea.Batch or tea.Sequence
// holds. The list is copied: another session may hold the same one.
func (s *session) guardAll(msg tea.Msg) tea.Msg {
	t := reflect.TypeOf(msg)
	if t == nil || t != sequenceType && t != reflect.TypeFor[tea.BatchMsg]() {
		return msg
	}
	list := reflect.ValueOf(msg).Convert(commandsType).Interface().([]tea.Cmd)
	guarded := make([]tea.Cmd, len(list))
	for i, cmd := range list {
		guarded[i] = s.guard(cmd)
	}
	return reflect.ValueOf(guarded).Convert(t).Interface()
}
