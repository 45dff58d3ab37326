//go:build !unix

package main

import "math"

func maxDescriptors() int { return math.MaxInt32 }
