package rawssh

import "encoding/binary"

// Numbers of messages (RFC 4250, section 4.1.2; RFC 5656; ping@openssh.com).
const (
	MsgIgnore         = 2
	MsgServiceRequest = 5
	MsgUserauth       = 50
	MsgGlobalRequest  = 80
	MsgChannelOpen    = 90
	MsgChannelData    = 94
	MsgChannelRequest = 98
	MsgPing           = 192

	msgKexInit        = 20
	msgNewKeys        = 21
	msgECDHInit       = 30
	msgECDHReply      = 31
	msgUserauthOK     = 52
	msgChannelConfirm = 91
)

// message is a message with its fields (RFC 4251, section 5), or with no number fields
// alone: uint32 and bool, a string with its length, and bytes as they are.
func message(number []byte, fields ...any) []byte {
	b := number
	for _, f := range fields {
		switch f := f.(type) {
		case uint32:
			b = binary.BigEndian.AppendUint32(b, f)
		case bool:
			b = append(b, 0)
			if f {
				b[len(b)-1] = 1
			}
		case string:
			b = append(binary.BigEndian.AppendUint32(b, uint32(len(f))), f...)
		case []byte:
			b = append(b, f...)
		}
	}
	return b
}

// Service is a request for a service.
func Service(name string) []byte { return message([]byte{MsgServiceRequest}, name) }

// Open is a request for a channel of a kind.
func Open(kind string, maxPacket uint32) []byte {
	return message([]byte{MsgChannelOpen}, kind, uint32(0), uint32(1<<31-1), maxPacket)
}

// Request is a request on a channel.
func Request(channel uint32, kind string, answer bool, payload []byte) []byte {
	return message([]byte{MsgChannelRequest}, channel, kind, answer, payload)
}

// Global is a request to the connection.
func Global(kind string, answer bool) []byte {
	return message([]byte{MsgGlobalRequest}, kind, answer)
}

// Data is data on a channel.
func Data(channel uint32, b []byte) []byte {
	return message([]byte{MsgChannelData}, channel, string(b))
}

// Ping is a ping@openssh.com.
func Ping(payload string) []byte { return message([]byte{MsgPing}, payload) }

// Text is the payload of a request that consists of a text.
func Text(s string) []byte { return message(nil, s) }
