import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan } from './synthesized-plan';

/** Secrets that a fleet's instances read: only what shows codes can sign them. */
const SECRETS = {
  citizen: ['channel-keys', 'pepper', 'signing-key'],
  partner: ['partner-keys', 'pepper'],
};

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

describe.each(FLEETS)('$stack, fleet $fleet', ({ stack, region, fleet, prefix }) => {
  let view: FleetView;
  beforeAll(() => {
    view = new FleetView(made, { stack, region, fleet, prefix });
  });

  test('launches Graviton instances nobody can log in to', () => {
    expect(view.launch()).toMatchObject({
      InstanceType: 'c8g.large',
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      Monitoring: { Enabled: true },
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { Encrypted: true, VolumeType: 'gp3', VolumeSize: 10, DeleteOnTermination: true },
        },
      ],
    });
    expect(view.launch().KeyName).toBeUndefined();
    const parameter = made.template(stack).Parameters[view.launch().ImageId.Ref];
    expect(parameter.Default).toMatch(/^\/aws\/service\/ami-amazon-linux-latest\/al2023-.*-arm64$/);
  });

  test('tells the service everything by name, in a file the unit reads', () => {
    const script = SynthesizedPlan.text(view.launch().UserData);
    const file = /<<'KAPOK_SERVICE_ENV'\n(.*)\nKAPOK_SERVICE_ENV\n/s.exec(script)?.[1];

    expect(file?.split('\n')).toEqual([
      'KAPOK_PLAN=guangdong',
      `KAPOK_REGION=${region}`,
      `KAPOK_FLEET=${fleet}`,
      'KAPOK_FACTS_TABLE=kapok-guangdong-facts',
      'KAPOK_CONTROL_TABLE=kapok-guangdong-control',
      'KAPOK_SIGNING_KEY_SECRET=kapok-guangdong-signing-key',
      'KAPOK_PEPPER_SECRET=kapok-guangdong-pepper',
      'KAPOK_CHANNEL_KEYS_SECRET=kapok-guangdong-channel-keys',
      'KAPOK_PARTNER_KEYS_SECRET=kapok-guangdong-partner-keys',
      `KAPOK_ORIGIN_NAME=${region}.origin.code.example.org`,
      'KAPOK_CHANNELS=yueshengshi,alipay',
      'KAPOK_CHANNEL_SHARES=0.8,0.2',
      'KAPOK_TIME_ZONE=Asia/Shanghai',
      'KAPOK_ISSUER=https://code.code.example.org',
      'PORT=8080',
      `AWS_REGION=${region}`,
      'AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled',
      'NODE_ENV=production',
    ]);
    expect(script).toContain('EnvironmentFile=/etc/kapok/service.env');
    expect(script).toContain(`--auto-scaling-group-name kapok-guangdong-${fleet} `);
    expect(view.group().Properties.AutoScalingGroupName).toBe(`kapok-guangdong-${fleet}`);
  });

  test('fetches the bundle that is among the assets of its region', () => {
    const script = SynthesizedPlan.text(view.launch().UserData);
    const url = /'s3:\/\/(\S+)\/([0-9a-f]{64}\.zip)'/.exec(script);

    expect(url?.[1]).toBe(`cdk-hnb659fds-assets-\${AWS::AccountId}-${region}`);
    expect(made.assetKeys(stack)).toContain(url?.[2]);
  });

  test('sends the lines of the service to a log group of its own, kept for a month', () => {
    const { Properties, DeletionPolicy } = view.only('AWS::Logs::LogGroup', 'Logs');

    expect(Properties).toEqual({
      LogGroupName: `/kapok/guangdong/${fleet}`,
      RetentionInDays: 30,
    });
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(SynthesizedPlan.text(view.launch().UserData)).toContain(
      `"log_group_name": "/kapok/guangdong/${fleet}"`,
    );
  });

  test('lets its instances do what they need, on what they need, and nothing more', () => {
    const policy = view.only('AWS::IAM::Policy', 'Role').Properties.PolicyDocument;
    const account = `${region}:<AWS::AccountId>`;
    const statements = policy.Statement.map((one: { Action: unknown; Resource: unknown }) => [
      [one.Action].flat(),
      [one.Resource].flat().map(SynthesizedPlan.text),
    ]);

    expect(statements).toEqual([
      [
        ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        ['control', 'facts'].map(
          (name) => `arn:aws:dynamodb:${account}:table/kapok-guangdong-${name}`,
        ),
      ],
      [
        ['secretsmanager:GetSecretValue'],
        SECRETS[fleet].map(
          (name) => `arn:aws:secretsmanager:${account}:secret:kapok-guangdong-${name}-??????`,
        ),
      ],
      [['kms:Decrypt'], [`arn:aws:kms:${account}:key/*`]],
      [
        ['s3:GetObject'],
        // Of any release: old and new launch templates meet both versions of this policy.
        [`arn:aws:s3:::cdk-hnb659fds-assets-\${AWS::AccountId}-${region}/*.zip`],
      ],
      [
        ['autoscaling:CompleteLifecycleAction'],
        [
          `arn:aws:autoscaling:${account}:autoScalingGroup:*:autoScalingGroupName/kapok-guangdong-${fleet}`,
        ],
      ],
      [
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        [`arn:aws:logs:${account}:log-group:/kapok/guangdong/${fleet}:*`],
      ],
    ]);
    expect(policy.Statement[2].Condition).toEqual({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/kapok-guangdong' },
      StringLike: {
        'kms:ViaService': [
          `dynamodb.${region}.amazonaws.com*`,
          `secretsmanager.${region}.amazonaws.com*`,
        ],
      },
    });
    expect(view.only('AWS::IAM::Role', 'Role').Properties.ManagedPolicyArns).toBeUndefined();
  });
});
