/**
 * Floats: one boxed double, so that 1.0 and 1 differ. Always finite.
 * OTP: FloatDef in sys.h.
 */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
Object.setPrototypeOf(Float.prototype, null);
