/** A quota of AWS as Service Quotas lists it. */
export interface ServiceQuota {
  readonly name: string;
  /** Service as `aws service-quotas` takes it. */
  readonly service: string;
  /** Absent where Service Quotas gives none. */
  readonly code?: string;
  /** What a new account has. */
  readonly initial: number;
  readonly adjustable: boolean;
}

/**
 * The quotas that the size of a plan can reach. Names, codes and defaults: the pages "Amazon EC2
 * instance type quotas", "Quotas for your Application Load Balancers", "Quotas for Auto Scaling
 * resources and groups", "Amazon VPC quotas" and "Quotas" of Route 53. A new account may have less.
 */
export const SERVICE_QUOTAS = {
  standardVcpus: {
    name: 'Running On-Demand Standard instances, vCPUs',
    service: 'ec2',
    code: 'L-1216C47A',
    initial: 5,
    adjustable: true,
  },
  graphicsVcpus: {
    name: 'Running On-Demand G and VT instances, vCPUs',
    service: 'ec2',
    code: 'L-DB2E81BA',
    initial: 0,
    adjustable: true,
  },
  memoryVcpus: {
    name: 'Running On-Demand X instances, vCPUs',
    service: 'ec2',
    code: 'L-7295265B',
    initial: 0,
    adjustable: true,
  },
  hpcVcpus: {
    name: 'Running On-Demand HPC instances, vCPUs',
    service: 'ec2',
    code: 'L-F7808C92',
    initial: 0,
    adjustable: true,
  },
  reservedUnitsOfRegion: {
    name: 'Reserved ALB capacity units per Region',
    service: 'elasticloadbalancing',
    code: 'L-8A66D0E6',
    initial: 0,
    adjustable: true,
  },
  reservedUnitsOfLoadBalancer: {
    name: 'Reserved ALB capacity units per load balancer',
    service: 'elasticloadbalancing',
    initial: 15_000,
    adjustable: true,
  },
  targets: {
    name: 'Targets per Application Load Balancer',
    service: 'elasticloadbalancing',
    code: 'L-7E6692B2',
    initial: 1_000,
    adjustable: true,
  },
  scheduledActions: {
    name: 'Scheduled actions per Auto Scaling group',
    service: 'autoscaling',
    initial: 125,
    adjustable: false,
  },
  interfaceEndpoints: {
    name: 'Interface VPC endpoints per VPC',
    service: 'vpc',
    code: 'L-29B6F2EB',
    initial: 50,
    adjustable: true,
  },
  healthChecks: {
    name: 'Route 53 health checks per account',
    service: 'route53',
    code: 'L-ACB674F3',
    initial: 200,
    adjustable: true,
  },
} as const satisfies Readonly<Record<string, ServiceQuota>>;

/** The quota that the vCPUs of an instance type count against. */
export function vcpuQuotaOf(instanceType: string): ServiceQuota {
  if (/^hpc\d/.test(instanceType)) return SERVICE_QUOTAS.hpcVcpus;
  if (/^g\d/.test(instanceType)) return SERVICE_QUOTAS.graphicsVcpus;
  return /^x\d/.test(instanceType) ? SERVICE_QUOTAS.memoryVcpus : SERVICE_QUOTAS.standardVcpus;
}
