import {
  bucketName,
  codeName,
  originName,
  partnerName,
  physicalName,
  physicalNames,
} from '../../lib/constructs/physical-names';

test('names shared resources after the plan', () => {
  expect(physicalNames('guangdong')).toEqual({
    keyAlias: 'alias/kapok-guangdong',
    factsTable: 'kapok-guangdong-facts',
    controlTable: 'kapok-guangdong-control',
    signingKeySecret: 'kapok-guangdong-signing-key',
    pepperSecret: 'kapok-guangdong-pepper',
    channelKeysSecret: 'kapok-guangdong-channel-keys',
    partnerKeysSecret: 'kapok-guangdong-partner-keys',
    backupVault: 'kapok-guangdong',
    mergeFactsFunction: 'kapok-guangdong-merge-facts',
    alarmTopic: 'kapok-guangdong-alarms',
  });
  expect(physicalName('guangdong', 'citizen')).toBe('kapok-guangdong-citizen');
});

test('names buckets, which are unique in all of AWS, after account and region too', () => {
  const place = { account: '111122223333', region: 'ap-southeast-1' };

  expect(bucketName('guangdong', 'evidence', place)).toBe(
    'kapok-guangdong-evidence-111122223333-ap-southeast-1',
  );
});

test('names what users and checkers look up in the zone', () => {
  expect(codeName('example.org')).toBe('code.example.org');
  expect(partnerName('example.org')).toBe('partner.example.org');
  expect(originName('ap-southeast-1', 'example.org')).toBe('ap-southeast-1.origin.example.org');
});
