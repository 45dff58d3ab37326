package guard

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestConfigIsChecked(t *testing.T) {
	if _, err := New(Defaults()); err != nil {
		t.Error(err)
	}
	for field, change := range map[string]func(*Config){
		"MaxConnections": func(c *Config) { *c = Config{} },
		"MaxPending":     func(c *Config) { c.MaxPending = 4097 },
		"MaxPerSource":   func(c *Config) { c.MaxPerSource = 4097 },
		"BurstPerSource": func(c *Config) { c.BurstPerSource = -1 },
		"RatePerSource":  func(c *Config) { c.RatePerSource = math.NaN() },
		"StartupTimeout": func(c *Config) { c.StartupTimeout = -time.Second },
		"StallTimeout":   func(c *Config) { c.StallTimeout = 0 },
		"IdleTimeout":    func(c *Config) { c.IdleTimeout = 2 * time.Hour },
		"InputPerSource": func(c *Config) { c.InputPerSource = 0 },
		"WorkPerSource":  func(c *Config) { c.WorkPerSource = 0 },
	} {
		cfg := Defaults()
		change(&cfg)
		var e *ConfigError
		if _, err := New(cfg); !errors.As(err, &e) || e.Field != field || e.Error() == "" {
			t.Errorf("%s: got %v, want a ConfigError of this field", field, err)
		}
	}
}

func TestReasonsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for r := range numReasons {
		if name := r.String(); name == "" || seen[name] {
			t.Errorf("reason %d has the name %q, want one of its own", r, name)
		} else {
			seen[name] = true
		}
	}
}
