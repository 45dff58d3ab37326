package rawssh

import (
	gossh "golang.org/x/crypto/ssh"
)

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
	msgServiceAccept  = 6
	msgUserauthOK     = 52
	msgChannelConfirm = 91
)

// Service is a request for a service.
func Service(name string) []byte {
	return gossh.Marshal(struct {
		Type uint8
		Name string
	}{MsgServiceRequest, name})
}

// Open is a request for a channel of a kind.
func Open(kind string, maxPacket uint32) []byte {
	return gossh.Marshal(struct {
		Type                   uint8
		Kind                   string
		Peer, Window, MaxBytes uint32
	}{MsgChannelOpen, kind, 0, 1<<31 - 1, maxPacket})
}

// Request is a request on a channel.
func Request(channel uint32, kind string, answer bool, payload []byte) []byte {
	return gossh.Marshal(struct {
		Type    uint8
		Channel uint32
		Kind    string
		Answer  bool
		Payload []byte `ssh:"rest"`
	}{MsgChannelRequest, channel, kind, answer, payload})
}

// Global is a request to the connection.
func Global(kind string, answer bool) []byte {
	return gossh.Marshal(struct {
		Type   uint8
		Kind   string
		Answer bool
	}{MsgGlobalRequest, kind, answer})
}

// Data is data on a channel.
func Data(channel uint32, b []byte) []byte {
	return gossh.Marshal(struct {
		Type    uint8
		Channel uint32
		Data    []byte
	}{MsgChannelData, channel, b})
}

// Ping is a ping@openssh.com.
func Ping(payload string) []byte {
	return gossh.Marshal(struct {
		Type uint8
		Data string
	}{MsgPing, payload})
}

// Text is the payload of a request that consists of a text.
func Text(s string) []byte { return gossh.Marshal(struct{ S string }{s}) }
