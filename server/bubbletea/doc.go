// Package bubbletea runs Bubble Tea programs on SSH sessions.
package bubbletea
