console.log("The benchmarks are not there yet.");
