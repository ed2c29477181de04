import { parseUserData } from '../../lib/topology/user-data';
import { assetHash } from './hand-made-assembly';

test('reads environment, entry and archives of a script', () => {
  const script = [
    `aws s3 cp 's3://bucket/${assetHash('1')}.zip' /tmp/kapok.zip`,
    "cat > /etc/kapok/service.env <<'EOF'",
    '# a comment',
    'KAPOK_REGION=ap-southeast-1',
    'KAPOK_ISSUER="https://code.example.org"',
    'EMPTY=',
    'EOF',
    'AFTER=not environment',
    'ExecStart=/usr/bin/node-24 --enable-source-maps /opt/kapok/main.js',
  ].join('\n');
  expect(parseUserData(script)).toEqual({
    environment: {
      KAPOK_REGION: 'ap-southeast-1',
      KAPOK_ISSUER: 'https://code.example.org',
      EMPTY: '',
    },
    entry: 'main.js',
    archives: [`${assetHash('1')}.zip`],
  });
});

test('takes the first unit that runs a JavaScript file', () => {
  const script =
    'ExecStart=/usr/local/bin/other\nExecStart=/usr/bin/node /opt/kapok/server.cjs --x';
  expect(parseUserData(script).entry).toBe('server.cjs');
});

test('says nothing of what a script does not write', () => {
  expect(parseUserData('#!/bin/bash\ntrue')).toEqual({ archives: [] });
});
