package guard

import (
	"errors"
	"math"
	"net/netip"
	"testing"
	"time"
)

func TestValidate(t *testing.T) {
	if err := (Config{}).Validate(); err != nil {
		t.Error(err)
	}
	if err := (Config{MaxConnections: 100}).Validate(); err != nil {
		t.Error(err)
	}
	for field, cfg := range map[string]Config{
		"MaxConnections": {MaxConnections: -1},
		"MaxPending":     {MaxConnections: 100, MaxPending: 200},
		"MaxPerSource":   {MaxConnections: 100, MaxPerSource: 101},
		"BurstPerSource": {BurstPerSource: -1},
		"RatePerSource":  {RatePerSource: math.NaN()},
		"StartupTimeout": {StartupTimeout: -time.Second},
		"IdleTimeout":    {IdleTimeout: 2 * time.Hour},
		"MaxChannels":    {MaxChannels: 17},
		"ProxyFrom":      {ProxyFrom: []netip.Prefix{{}}},
	} {
		var e *ConfigError
		if _, err := New(cfg); !errors.As(err, &e) || e.Field != field || e.Error() == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestReasonsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for r := range numReasons {
		if name := r.String(); name == "" || seen[name] {
			t.Errorf("%d is called %q", r, name)
		} else {
			seen[name] = true
		}
	}
}
