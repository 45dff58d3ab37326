package paint

import "sync"

// entryOverhead is about what the map and the key of one entry take, in bytes. Counting
// it keeps a cache full of empty updates bounded too.
const entryOverhead = 384

// updateCache remembers the bytes of recent screen updates, for all sessions of
// a Runner, in two generations: when the young one has grown to half of the limit, it
// becomes the old one, and what the old one held and nobody has used since is forgotten.
type updateCache struct {
	limit int // bytes

	mu         sync.Mutex
	size       int // bytes of the young generation
	young, old map[updateKey][]byte
}

func newUpdateCache(limit int) *updateCache {
	return &updateCache{limit: limit, young: make(map[updateKey][]byte)}
}

// get returns the update stored under key. The bytes are shared: they must not
// be changed.
func (c *updateCache) get(key updateKey) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	update, ok := c.young[key]
	if !ok {
		if update, ok = c.old[key]; ok {
			c.keep(key, update)
		}
	}
	return update, ok
}

// add stores an update. One that would take more than an eighth of the cache is
// not kept: it would push out everything that is worth keeping.
func (c *updateCache) add(key updateKey, update []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.young[key]; !ok && len(update)+entryOverhead <= c.limit/8 {
		c.keep(key, update)
	}
}

// keep stores an update in the young generation. The caller holds mu.
func (c *updateCache) keep(key updateKey, update []byte) {
	size := len(update) + entryOverhead
	if c.size+size > c.limit/2 {
		c.old, c.young, c.size = c.young, make(map[updateKey][]byte), 0
	}
	c.young[key] = update
	c.size += size
}
