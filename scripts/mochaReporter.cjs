// mocha's spec reporter that also leaves its counts in the file named by the option `countsFile`, for a
// runner that adds them up.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const titles = [];
    runner.on('fail', (test) => void titles.push(test.fullTitle()));
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const counts = { passed: passes, failed: failures, pending, failures: titles };
      writeFileSync(options.reporterOptions.countsFile, JSON.stringify(counts));
    });
  }
};
