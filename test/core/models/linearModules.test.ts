import { readModule } from '../../../server/core/models/moduleSource';
import { assertLinear } from '../../fixtures/assertLinear';

suite('models: a module is read in linear time', () => {
  const texts: Readonly<Record<string, (count: number) => string>> = {
    'escaped quotes on one line': (count) => `x = "${'\\"'.repeat(20 * count)}`,
    'quotes of both kinds': (count) => `'"`.repeat(20 * count),
    'openings of long strings': (count) => `"""'''`.repeat(10 * count),
    comments: (count) => '# "\n'.repeat(10 * count),
    'dotted paths before Table(': (count) => `${'a.'.repeat(20 * count)}Table(`,
    'many tables': (count) => 'Table(f"x", Base.metadata)\n'.repeat(count),
    'calls of create_all': (count) => 'a.b.create_all(x)\n'.repeat(count),
    names: (count) => 'name '.repeat(20 * count),
    functions: (count) => 'def f():\n    import a\n'.repeat(count),
    imports: (count) => 'from a import b\n'.repeat(count),
  };
  for (const [what, text] of Object.entries(texts))
    test(what, () => assertLinear(1000, (count) => void readModule(text(count))));
});
