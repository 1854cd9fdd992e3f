import { describe, expect, it } from 'vitest';
import { BadSettings, readSettings } from '../settings.ts';

const traces = (env: Record<string, string>) => readSettings(env).traces;
const complaint = (env: Record<string, string>): string => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof BadSettings) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('the settings of traces', () => {
  it('leave traces off without an address, whatever else is set', () => {
    expect(traces({})).toBeNull();
    expect(traces({ OTEL_SERVICE_NAME: 'shop', OTEL_EXPORTER_OTLP_HEADERS: 'a=b' })).toBeNull();
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeNull();
  });

  it.each([
    ['http://127.0.0.1:4318', 'http://127.0.0.1:4318/v1/traces'],
    ['http://127.0.0.1:4318/', 'http://127.0.0.1:4318/v1/traces'],
    ['https://collector.example/otlp?team=7', 'https://collector.example/otlp/v1/traces?team=7'],
  ])('put the path for traces under the shared address %s', (base, url) => {
    expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: base })).toEqual({
      url,
      headers: {},
      serviceName: 'knowngood',
      ratio: 1,
    });
  });

  it('take the address for traces as it is, before the shared one', () => {
    expect(
      traces({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://shared:4318',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://own:9/in',
      })?.url,
    ).toBe('http://own:9/in');
  });

  it('read headers, a service name and a ratio', () => {
    expect(
      traces({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YTpi==, x-team = blue%2Cgreen,',
        OTEL_SERVICE_NAME: 'shop-ai',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toMatchObject({
      headers: { authorization: 'Basic YTpi==', 'x-team': 'blue,green' },
      serviceName: 'shop-ai',
      ratio: 0.25,
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'an address that begins with http:// or https://'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector', 'an address that begins with http:// or https://'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'over there', 'an address that begins with http:// or https://'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'a number from 0 to 1'],
    ['OTEL_TRACES_SAMPLER_ARG', '-0.1', 'a number from 0 to 1'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half', 'a number from 0 to 1'],
  ])('say what is wrong with %s=%s', (name, value, words) => {
    expect(complaint({ [name]: value })).toContain(`${name}: ${words}`);
  });

  it.each(['s3cret', 'x=1,b d=s3cret', 'key=s3cret%zz', 'key=s3cret%0d%0aevil: 1'])(
    'say which header is wrong without repeating it: %s',
    (headers) => {
      const words = complaint({ OTEL_EXPORTER_OTLP_HEADERS: headers });
      expect(words).toMatch(/OTEL_EXPORTER_OTLP_HEADERS: entry [12] is not NAME=VALUE/);
      expect(words).not.toContain('s3cret');
    },
  );
});
