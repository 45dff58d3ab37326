package paint

import (
	"container/list"
	"sync"
)

// entryOverhead is about what the map, the list and the key of one entry take,
// in bytes. Counting it keeps a cache full of empty updates bounded too.
const entryOverhead = 384

// updateCache remembers the bytes of recent screen updates, for all sessions of
// a Runner. It holds at most limit bytes and forgets what was not used for
// longest, one entry at a time.
type updateCache struct {
	limit int // bytes

	mu    sync.Mutex
	size  int // bytes
	items map[updateKey]*list.Element
	order list.List // of *cachedUpdate, last used first
}

type cachedUpdate struct {
	key   updateKey
	bytes []byte
}

func newUpdateCache(limit int) *updateCache {
	return &updateCache{limit: limit, items: make(map[updateKey]*list.Element)}
}

// get returns the update stored under key. The bytes are shared: they must not
// be changed.
func (c *updateCache) get(key updateKey) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cachedUpdate).bytes, true
}

// add stores an update. One that would take more than an eighth of the cache is
// not kept: it would push out everything that is worth keeping.
func (c *updateCache) add(key updateKey, update []byte) {
	if len(update)+entryOverhead > c.limit/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[key]; ok {
		return // another session has computed it in the meantime
	}
	c.items[key] = c.order.PushFront(&cachedUpdate{key, update})
	c.size += len(update) + entryOverhead
	for c.size > c.limit {
		oldest := c.order.Remove(c.order.Back()).(*cachedUpdate)
		delete(c.items, oldest.key)
		c.size -= len(oldest.bytes) + entryOverhead
	}
}
