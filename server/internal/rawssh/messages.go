package rawssh

import "encoding/binary"

// Numbers of messages (RFC 4250, section 4.1.2; RFC 5656; ping@openssh.com).
const (
	MsgIgnore       byte = 2
	MsgUserauth     byte = 50
	MsgChannelData  byte = 94
	MsgChannelClose byte = 97

	msgServiceRequest byte = 5
	msgKexInit        byte = 20
	msgNewKeys        byte = 21
	msgECDHInit       byte = 30
	msgECDHReply      byte = 31
	msgUserauthOK     byte = 52
	msgGlobalRequest  byte = 80
	msgChannelOpen    byte = 90
	msgChannelConfirm byte = 91
	msgChannelRequest byte = 98
	msgPing           byte = 192
)

// message encodes fields (RFC 4251, section 5): bytes as they are, numbers, and strings
// with their length.
func message(fields ...any) (b []byte) {
	for _, f := range fields {
		if s, ok := f.(string); ok {
			b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
			f = []byte(s)
		}
		b, _ = binary.Append(b, binary.BigEndian, f)
	}
	return b
}

// KexInit returns the first message of a key exchange.
func KexInit() []byte {
	return message(msgKexInit, make([]byte, 16), "curve25519-sha256", "ssh-ed25519",
		"aes128-gcm@openssh.com", "aes128-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-256-etm@openssh.com",
		"none", "none", "", "", false, uint32(0))
}

// Service returns a request for a service.
func Service(name string) []byte { return message(msgServiceRequest, name) }

// Open returns a request for a channel of a kind.
func Open(kind string, maxPacket uint32) []byte {
	return message(msgChannelOpen, kind, uint32(0), uint32(1<<31-1), maxPacket)
}

// Request returns a request on a channel.
func Request(channel uint32, kind string, answer bool, payload []byte) []byte {
	return message(msgChannelRequest, channel, kind, answer, payload)
}

// Global returns a global request.
func Global(kind string, answer bool) []byte {
	return message(msgGlobalRequest, kind, answer)
}

// Data returns data for a channel.
func Data(channel uint32, b []byte) []byte {
	return message(MsgChannelData, channel, string(b))
}

// Ping returns a ping@openssh.com.
func Ping(payload string) []byte { return message(msgPing, payload) }

// Text returns the payload of a request that consists of one string.
func Text(s string) []byte { return message(s) }
