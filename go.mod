module wenkaiyue.com/cv

go 1.26
