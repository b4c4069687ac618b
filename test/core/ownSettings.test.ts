import assert from 'node:assert/strict';
import { ownSettings } from '../../client/src/infrastructure/alembic/command/ownSettings';

suite('settings of single environments', () => {
  const labels = { label: 'shop/alembic.ini', labelInFolder: 'alembic.ini', isKnownByLabelInFolder: false };

  test('the whole label comes first', () => {
    const all = { 'shop/alembic.ini': { envFile: 'shop' }, 'alembic.ini': { envFile: 'old' } };
    assert.deepEqual(ownSettings({ ...labels, isKnownByLabelInFolder: true }, all, {}), { envFile: 'shop' });
  });

  test('a label without the folder counts where it means this environment alone', () => {
    const all = { 'alembic.ini': { envFile: 'old' } };
    assert.deepEqual(ownSettings({ ...labels, isKnownByLabelInFolder: true }, all, {}), { envFile: 'old' });
    assert.deepEqual(ownSettings(labels, all, {}), {});
  });

  test('in the settings of the folder it means the environment of that folder', () => {
    const own = { 'alembic.ini': { envFile: 'own' } };
    assert.deepEqual(ownSettings(labels, own, own), { envFile: 'own' });
  });
});
