package publication

import (
	"strings"
	"testing"
)

func TestSplitNames(t *testing.T) {
	for in, want := range map[string]string{
		"":                                        "",
		"A. Example":                              "A. Example",
		"A. Example, B. Sample":                   "A. Example|B. Sample",
		"A. Example, B. Sample and C. Third":      "A. Example|B. Sample|C. Third",
		"A. Example, B. Sample, and C. Third":     "A. Example|B. Sample|C. Third",
		"A. Example & B. Sample":                  "A. Example|B. Sample",
		"A. Example; B. Sample; and C. Third":     "A. Example|B. Sample|C. Third",
		"Example, Ann; Sample, Ben":               "Example, Ann|Sample, Ben",
		"Example, Ann and Sample, Ben":            "Example, Ann|Sample, Ben",
		"Example, Ann B. and van Sample, C.":      "Example, Ann B.|van Sample, C.",
		"Example, A., Sample, B. C., Third, D.":   "Example, A.|Sample, B. C.|Third, D.",
		"Example, Ann, Sample, Ben":               "Example, Ann|Sample, Ben",
		"Example, Ann":                            "Example, Ann",
		"Ann Example, Ben Sample":                 "Ann Example|Ben Sample",
		"Ann Example, Jr., Ben Sample":            "Ann Example, Jr.|Ben Sample",
		"A. Example, B. Sample, et al.":           "A. Example|B. Sample|et al.",
		"A. Example et al.":                       "A. Example et al.",
		"José Ortega y Gasset":                    "José Ortega y Gasset",
		"Ana Pérez y Luis Gil":                    "Ana Pérez|Luis Gil",
		"A. Silva e B. Souza":                     "A. Silva|B. Souza",
		"A. Muster und B. Beispiel":               "A. Muster|B. Beispiel",
		"王小明、李四，张三":                               "王小明|李四|张三",
		"{A.~Example} and B. Sample":              "A. Example|B. Sample",
		"Alexander Anderson, Andy Sand, Anna Und": "Alexander Anderson|Andy Sand|Anna Und",
	} {
		if got := strings.Join(SplitNames(in), "|"); got != want {
			t.Errorf("SplitNames(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}
