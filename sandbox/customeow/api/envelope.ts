export interface Envelope {
  code: number;
  message: string;
  data: unknown;
}

/** What is answered: HTTP's status, and CustoMeow's envelope. */
export interface Answer {
  status: number;
  envelope: Envelope;
}

export function success(data: unknown): Answer {
  return { status: 200, envelope: { code: 0, message: "OK", data } };
}

export function envelopeText(envelope: Envelope): string {
  return JSON.stringify(envelope);
}
