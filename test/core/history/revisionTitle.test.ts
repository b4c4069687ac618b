import assert from 'node:assert/strict';
import { revisionTitle } from '../../../server/core/history/revisionTitle';

suite('features: revision title', () => {
  for (const [message, title] of [
    ['add users', 'add users'],
    ['add users\nand their groups', 'add users'],
    ['', ''],
    ['empty message', ''],
    ['Create Date: 2026-07-31 10:47:10.000000', ''],
    ['Revision ID: 0001\nRevises: \nadd users', 'add users'],
    ['Revises the users table', 'Revises the users table'],
  ] as const)
    test(JSON.stringify(message), () => assert.equal(revisionTitle(message), title));
});
