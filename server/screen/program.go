package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// program is the model that Bubble Tea runs: it wraps the handler's model,
// tells it what a terminal's program is told, and paints what it shows.
type program struct {
	session *session
	inner   tea.Model
	profile colorprofile.Profile
	onMouse func(tea.MouseMsg) tea.Cmd // of the last view

	told          told
	width, height int // of the terminal, as the model knows it
	quitting      bool
	alt           bool          // the last view was in the alt screen
	asked         time.Duration // when the input was read that the next view answers, or 0
}

// told says which of the three messages that Bubble Tea sends each program on
// its own have come; the model knows them by then.
type told struct{ profile, size, env bool }

type (
	// inputMsg is what the visitor typed in one go.
	inputMsg struct {
		events []tea.Msg
		read   time.Duration // when, as [latency.now] says
	}
	// resizeMsg says that the size has changed.
	resizeMsg struct{}
	// doneMsg is a message for the model that Bubble Tea would act on, and that
	// has been acted on.
	doneMsg struct{ msg tea.Msg }
)

// Init starts the model and tells it colours, environment and size at once, so
// that the first frame is the right one.
func (m *program) Init() (cmd tea.Cmd) {
	// The ticker cannot be had without. Stopping it takes Bubble Tea half a
	// second, which it spends waiting for an input reader that there is none of.
	p := m.session.program
	m.session.ticker = time.AfterFunc(tickerDelay, func() { _ = p.ReleaseTerminal() })

	defer m.catch("init", &cmd)
	cmds := []tea.Cmd{
		m.inner.Init(),
		m.update(tea.ColorProfileMsg{Profile: m.profile}),
		m.update(tea.EnvMsg(m.session.env)),
		m.resize(),
	}
	return m.session.guard(tea.Batch(cmds...))
}

// Update passes msg on to the model.
func (m *program) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer m.session.budget.spend(time.Now())
	defer m.catch("update", &cmd)
	switch msg := msg.(type) {
	case inputMsg:
		m.asked = msg.read
		cmds := make([]tea.Cmd, 0, len(msg.events))
		for _, event := range msg.events {
			cmds = append(cmds, m.input(event))
		}
		cmd = tea.Batch(cmds...)
	case resizeMsg:
		m.session.resized.Store(false)
		cmd = m.resize()
	case doneMsg:
		cmd = m.update(msg.msg)
	default:
		cmd = m.update(msg)
	}
	return m, m.session.guard(cmd)
}

func (m *program) update(msg tea.Msg) (cmd tea.Cmd) {
	m.inner, cmd = m.inner.Update(msg)
	return cmd
}

// resize tells the model the newest size.
func (m *program) resize() tea.Cmd {
	m.width, m.height = m.session.size()
	return m.update(tea.WindowSizeMsg{Width: m.width, Height: m.height})
}

// input gives the model one key, mouse event, paste or answer of the terminal.
func (m *program) input(msg tea.Msg) tea.Cmd {
	var onMouse, upgraded tea.Cmd
	switch msg := msg.(type) {
	case tea.MouseMsg:
		if m.onMouse != nil {
			onMouse = m.onMouse(msg)
		}
	case tea.CapabilityMsg:
		upgraded = m.upgrade(msg.Content)
	}
	return tea.Batch(onMouse, upgraded, m.update(msg))
}

// upgrade turns to true colour if the terminal says that it has it. A visitor
// who asked for no colour gets none.
func (m *program) upgrade(capability string) tea.Cmd {
	if capability != "RGB" && capability != "Tc" ||
		m.profile < colorprofile.ANSI || m.profile == colorprofile.TrueColor {
		return nil
	}
	m.profile = colorprofile.TrueColor
	m.session.output.setProfile(m.profile)
	return m.update(tea.ColorProfileMsg{Profile: m.profile})
}

// View has the model's view painted. Bubble Tea gets an empty one, which its
// renderer of nothing ignores.
func (m *program) View() (_ tea.View) {
	defer m.session.budget.spend(time.Now())
	defer m.catch("view", nil)
	if m.session.ctx.Err() != nil || m.quitting && m.alt {
		return // nobody would see it
	}
	v := m.inner.View()
	m.onMouse, m.alt = v.OnMouse, v.AltScreen
	m.session.output.show(v, m.width, m.height, m.asked)
	m.asked = 0
	return
}

// catch ends the session, and no other, if the model panics.
func (m *program) catch(where string, cmd *tea.Cmd) {
	if r := recover(); r != nil {
		m.session.end(newPanicError(where, r))
		if cmd != nil {
			*cmd = nil
		}
	}
}
