package screen_test

import (
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"

	"wenkaiyue.com/cv/server/screen"
)

// greeting is an ordinary model.
type greeting struct {
	user          string
	width, height int
}

func (g greeting) Init() tea.Cmd { return nil }

func (g greeting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		g.width, g.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		return g, tea.Quit
	}
	return g, nil
}

func (g greeting) View() tea.View {
	v := tea.NewView(fmt.Sprintf("Hello %s, your terminal has %d×%d cells.", g.user, g.width, g.height))
	v.AltScreen = true
	return v
}

// Farewell makes greeting a screen.Farewell.
func (g greeting) Farewell() string { return "Goodbye, " + g.user + "." }

// A server that greets whoever comes, and says why when it stops.
func Example() {
	runner := screen.New()
	server, err := wish.NewServer(
		wish.WithAddress("localhost:2222"),
		wish.WithHostKeyPath("host_key"),
		wish.WithMiddleware(runner.Middleware(func(sess ssh.Session) (tea.Model, []tea.ProgramOption) {
			return greeting{user: sess.User()}, nil
		})),
	)
	if err != nil {
		log.Fatal(err)
	}
	server.ChannelHandlers = map[string]ssh.ChannelHandler{
		"session": screen.WindowChanges(ssh.DefaultSessionHandler),
	}

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-stop
		runner.EndAll("The server restarts. Please come back in a minute.")
		time.Sleep(time.Second) // for the visitors to read it
		_ = server.Close()
	}()
	log.Print(server.ListenAndServe())
}
