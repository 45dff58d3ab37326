package guard

import "encoding/binary"

// Numbers of messages (RFC 4250, section 4.1.2; RFC 5656, section 7.1).
const (
	msgNewKeys     = 21
	msgKeyExchange = 30 // of all methods that are offered here
)

// packetHead is the length of a packet, the length of its padding, and the number
// of its message (RFC 4253, section 6).
const packetHead = 4 + 1 + 1

// keyExchange follows what a client sends in clear, as far as it takes to tell
// when a person may have to answer: clients ask about a host key that they do not
// know between their half of the key exchange and their new keys. It judges
// nothing; x/crypto does.
type keyExchange struct {
	greeted, over bool
	head          [packetHead]byte
	have          int    // bytes of head
	skip          uint32 // bytes left of the packet
	begun         bool   // the client has sent its half
	sealed        int    // bytes since its new keys, so encrypted ones
}

// take follows p. It reports whether the question may be asked from now on, and
// whether it has been answered.
func (k *keyExchange) take(p []byte) (asked, answered bool) {
	for i, b := range p {
		switch {
		case k.over:
			k.sealed += len(p) - i
			return asked, answered
		case !k.greeted: // the identification is a line
			k.greeted = b == '\n'
		case k.skip > 0:
			k.skip--
		default:
			k.head[k.have] = b
			if k.have++; k.have < packetHead {
				continue
			}
			k.have = 0
			length := binary.BigEndian.Uint32(k.head[:])
			k.over = length < 2
			k.skip = length - 2 // the length does not count itself
			switch k.head[packetHead-1] {
			case msgKeyExchange:
				asked, k.begun = true, true
			case msgNewKeys:
				asked, answered, k.over = false, true, true
			}
		}
	}
	return asked, answered
}
