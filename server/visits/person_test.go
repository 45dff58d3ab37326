package visits

import "testing"

func TestPerson(t *testing.T) {
	look := []Stay{{"education", 5}}
	turn := []Stay{{"education", 5}, {"awards", 3}}
	for _, c := range []struct {
		why  string
		v    Visit
		want bool
	}{
		{"read the CV", Visit{Client: "OpenSSH_9.9", Term: "xterm", Read: look, Seconds: 5}, true},
		{"looked and left at once", Visit{Client: "OpenSSH_9.9", Term: "xterm", Read: look, Seconds: 0.4}, false},
		{"turned a page in no time", Visit{Client: "OpenSSH_9.9", Term: "xterm", Read: turn, Seconds: 0.4}, true},
		{"took the PDF", Visit{Client: "OpenSSH_9.9", Command: "pdf", Took: "pdf", Seconds: 0.1}, true},
		{"copied a file", Visit{Client: "WinSCP_release_6.3.5", Subsystem: "sftp", Took: "pdf"}, true},
		{"copied with a program for it", Visit{Client: "libssh2_1.11.0", Subsystem: "sftp", Took: "pdf"}, true},
		{"opened a folder only", Visit{Client: "FileZilla_3.66.1", Subsystem: "sftp", Seconds: 9}, false},
		{"read a section as text", Visit{Client: "OpenSSH_9.9", Command: "awards", Read: []Stay{{"awards", 0}}}, true},
		{"asked for help", Visit{Client: "OpenSSH_9.9", Command: "help"}, true},
		{"tried a command", Visit{Client: "OpenSSH_7.4", Command: "uname -a", Status: 127}, false},
		{"tried a command on a terminal", Visit{Client: "OpenSSH_7.4", Term: "xterm", Command: "uname -a", Status: 127, Seconds: 3}, false},
		{"opened a section in a terminal", Visit{Client: "OpenSSH_9.9", Term: "xterm", Command: "awards", Read: look, Seconds: 5}, true},
		{"a library", Visit{Client: "Go", Command: "text", Took: "text"}, false},
		{"a library with a terminal", Visit{Client: "paramiko_3.4.0", Term: "vt100", Read: look, Seconds: 60}, false},
		{"somebody behind a library", Visit{Client: "libssh_0.11.1", Term: "xterm", Read: turn, Seconds: 60}, true},
		{"a library that reads by commands", Visit{Client: "Go", Read: turn}, false},
		{"no name", Visit{Took: "text"}, false},
		{"a browser", Visit{Door: Web, Client: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", Took: "html"}, true},
		{"curl", Visit{Door: Web, Client: "curl/8.14.1", Took: "text"}, true},
		{"a robot", Visit{Door: Web, Client: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", Took: "html"}, false},
		{"a library on the web", Visit{Door: Web, Client: "python-requests/2.32.3", Took: "html"}, false},
		{"a scanner on the web", Visit{Door: Web, Client: "Mozilla/5.0 zgrab/0.x", Took: "html"}, false},
		{"nothing on the web", Visit{Door: Web, Took: "html"}, false},
		{"a health check that came from elsewhere", Visit{Client: "cv-healthcheck", Took: "text"}, false},
	} {
		if got := (clients{}).of(&c.v).person(&c.v); got != c.want {
			t.Errorf("%s: got person %v, want %v", c.why, got, c.want)
		}
	}
}

func TestSoftware(t *testing.T) {
	for says, want := range map[string]client{
		"OpenSSH_9.6p1 Ubuntu-3ubuntu13.8": {"OpenSSH", false},
		"OpenSSH_for_Windows_9.5":          {"OpenSSH_for_Windows", false},
		"PuTTY_Release_0.81":               {"PuTTY", false},
		"PuTTY_Snapshot_2026_11_01":        {"PuTTY", false},
		"WinSCP_release_6.3.5":             {"WinSCP", false},
		"libssh2_1.11.0":                   {"libssh2", false},
		"dropbear_2022.83":                 {"dropbear", false},
		"Termius":                          {"Termius", false},
		"GoAnywhere7.4":                    {"GoAnywhere7", false},
		"Go":                               {"Go", true},
		"libssh_0.9.6":                     {"libssh", true},
		"libssh-0.6.3":                     {"libssh", true},
		"paramiko_3.4.0":                   {"paramiko", true},
		"AsyncSSH_2.14.2":                  {"AsyncSSH", true},
		"JSCH-0.1.54":                      {"JSCH", true},
		"APACHE-SSHD-2.9.2":                {"APACHE-SSHD", true},
		"SSHD-CORE-1.0":                    {"SSHD-CORE", true},
		"Ruby/Net::SSH_7.2.0 x86_64-linux": {"Ruby/Net::SSH", true},
		"Renci.SshNet.SshClient.0.0.1":     {"Renci.SshNet.SshClient", true},
		"ssh2js1.15.0":                     {"ssh2js1", true},
		"phpseclib_3.0 (openssl, gmp)":     {"phpseclib", true},
		"ZGrab ZGrab SSH Survey":           {"ZGrab", true},
		"russh_0.44.0":                     {"russh", true},
		"":                                 {"unknown", true},
		"_1":                               {"unknown", true},
	} {
		if got := identify(says); got != want {
			t.Errorf("%q: got %+v, want %+v", says, got, want)
		}
	}
}
