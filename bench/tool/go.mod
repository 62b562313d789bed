module sistership.io/bench/tool

go 1.26
