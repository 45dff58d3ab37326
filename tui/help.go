package tui

import "charm.land/bubbles/v2/key"

// help lists every key with what it does; the one for languages where there are several.
func (b *setter) help(k *keyMap, languages bool) {
	b.pageTitle(b.words.Screen.KeysTitle)
	groups := [][]key.Binding{
		{k.down, k.up, k.pageDown, k.pageUp, k.top, k.bottom},
		{k.next, k.previous, k.jump},
		{k.find, k.findNext, k.findPrevious},
		{k.contact, k.save, k.theme, k.mouse},
		{k.help, k.back, k.quit},
	}
	if languages {
		groups[3] = append(groups[3], k.language)
	}
	for i, g := range groups {
		if i > 0 {
			b.space()
		}
		for _, binding := range g {
			h := binding.Help()
			b.set(block{lead: []span{{text: h.Key, role: title}}, indent: 11, text: []span{{text: h.Desc}}})
		}
	}
}
