// Command lint runs staticcheck's analyzers over the packages of the module in the working directory.
//
// The staticcheck command itself would first analyse the source of every dependency, and Kubernetes has
// some 2,700 packages of it: many minutes on two cores. Here dependencies count by their compiled types
// alone. What that loses is what the analyzers would have learnt from their bodies and comments, above
// all uses of deprecated names (SA1019).
package main

import (
	"fmt"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"honnef.co/go/tools/analysis/lint"
	"honnef.co/go/tools/simple"
	"honnef.co/go/tools/staticcheck"
	"honnef.co/go/tools/stylecheck"
	"honnef.co/go/tools/unused"
)

// optional checks are off in the staticcheck command as well unless they are asked for: ST1000 and
// ST1020 to ST1023 are about the form of comments, ST1003 and ST1016 about names.
var optional = []string{"ST1000", "ST1003", "ST1016", "ST1020", "ST1021", "ST1022", "ST1023"}

func main() {
	problems, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		os.Exit(2)
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

func run(patterns []string) ([]string, error) {
	config := &packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Tests: true}
	loaded, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	if count := packages.PrintErrors(loaded); count > 0 {
		return nil, fmt.Errorf("%d errors in the packages", count)
	}
	graph, err := checker.Analyze(analyzers(), loaded, nil)
	if err != nil {
		return nil, err
	}
	return collect(graph)
}

func analyzers() []*analysis.Analyzer {
	all := slices.Concat(staticcheck.Analyzers, simple.Analyzers, stylecheck.Analyzers, []*lint.Analyzer{unused.Analyzer})
	var chosen []*analysis.Analyzer
	for _, check := range all {
		if !slices.Contains(optional, check.Analyzer.Name) {
			forgetFacts(check.Analyzer)
			chosen = append(chosen, check.Analyzer)
		}
	}
	return chosen
}

// forgetFacts keeps an analyzer, and those that it needs, from asking for its dependencies' source.
func forgetFacts(analyzer *analysis.Analyzer) {
	analyzer.FactTypes = nil
	for _, required := range analyzer.Requires {
		forgetFacts(required)
	}
}

// collect turns the results into lines, sorted and without repetitions: a package that has tests is
// analysed with them and without.
func collect(graph *checker.Graph) ([]string, error) {
	var problems []string
	usage := usage{}
	for _, action := range graph.Roots {
		if action.Err != nil {
			return nil, fmt.Errorf("%s: %w", action, action.Err)
		}
		if result, ok := action.Result.(unused.Result); ok {
			usage.add(result)
		}
		for _, found := range action.Diagnostics {
			at := action.Package.Fset.Position(found.Pos)
			problems = append(problems, fmt.Sprintf("%s: %s (%s)", at, found.Message, action.Analyzer.Name))
		}
	}
	problems = append(problems, usage.problems()...)
	slices.Sort(problems)
	return slices.Compact(problems), nil
}

// usage says of each object, by its place, whether any of its package's variants uses it.
type usage map[string]bool

func (u usage) add(result unused.Result) {
	for _, object := range result.Unused {
		place := fmt.Sprintf("%s: %s %s is unused (U1000)", object.DisplayPosition, object.Kind, object.Name)
		if !u[place] {
			u[place] = false
		}
	}
	for _, object := range slices.Concat(result.Used, result.Quiet) {
		u[fmt.Sprintf("%s: %s %s is unused (U1000)", object.DisplayPosition, object.Kind, object.Name)] = true
	}
}

func (u usage) problems() []string {
	var unusedObjects []string
	for place, used := range u {
		if !used {
			unusedObjects = append(unusedObjects, place)
		}
	}
	return unusedObjects
}
