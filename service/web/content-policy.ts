import type { ServiceConfig } from '../config';
import type { PageFile } from './page-files';

/** What a page may do beyond what every page may. */
export interface PagePowers {
  readonly camera: boolean;
}

/** Headers that keep what runs in the page to what we wrote, and what it asks to our regions. */
export function documentHeaders(
  file: PageFile,
  { originName }: Pick<ServiceConfig, 'originName'>,
  { camera }: PagePowers,
): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${file.styles.join(' ')}`,
    "img-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' https://*.${originZone(originName)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'permissions-policy': permissions(camera),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** For the service worker, which fetches the page's own files and nothing else. */
export const WORKER_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; connect-src 'self'",
  'x-content-type-options': 'nosniff',
};

/** Every region's own name is `<region>.<this>`. */
function originZone(originName: string): string {
  return originName.slice(originName.indexOf('.') + 1);
}

function permissions(camera: boolean): string {
  const off = ['geolocation', 'microphone', 'payment', 'usb'].map((power) => `${power}=()`);
  return [`camera=(${camera ? 'self' : ''})`, ...off].join(', ');
}
