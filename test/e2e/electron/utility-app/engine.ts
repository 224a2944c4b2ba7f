/** Stands in for the engine, whose native library does not load in the test's Electron: does what it is told. */
process.parentPort.on("message", ({ data }) => {
  switch (data.type) {
    case "echo":
      process.parentPort.postMessage(data.value);
      break;
    case "environment":
      process.parentPort.postMessage({ ...process.env });
      break;
    case "print":
      process.stderr.write(`${data.value}\n`);
      break;
    case "exit":
      process.parentPort.postMessage("last words");
      process.exit(data.code);
      break;
    case "crash":
      process.crash();
      break;
    default:
      // Stuck, as in native code: hears no message and no signal that could be handled.
      for (;;);
  }
});
