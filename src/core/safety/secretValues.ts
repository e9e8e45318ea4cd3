// Whether a value is a secret, or an example, a name or a place of one.

/** In quotes stands a value, and not the name of one: letters with digits or signs, and no sentence. */
export function isQuotedSecret(value: string): boolean {
  if (/\s/.test(value.replace(/^(Bearer|Basic) /, ''))) return false;
  return value.length >= 6 && hasMixture(value) && entropy(value) >= 2.3 && !isReference(value);
}

/** Without quotes it may be code: a variable, a call, a type. */
export function isBareSecret(name: string, value: string, goesOn: boolean, isEnvironment: boolean): boolean {
  if (isReference(value) || !hasMixture(value)) return false;
  const isConstant = name === name.toUpperCase();
  if (isEnvironment || isConstant) return entropy(value) >= 2.3 && !goesOn;
  const hasSign = /[!@#$%^&*+/=~?]/.test(value);
  return (
    !goesOn &&
    value.length >= 8 &&
    entropy(value) >= (hasSign ? 2.6 : 3) &&
    (hasSign || !/^[a-z]+\d{1,2}$/i.test(value))
  );
}

/** Letters with digits or with signs that names do not have. */
function hasMixture(value: string): boolean {
  return /[a-z]/i.test(value) && /[\d!@#$%^&*+=~?]/.test(value);
}

/** A path, an address, a variable or a name in kebab case: something that says where the secret is. */
export function isReference(value: string): boolean {
  return (
    /^(?:https?:|file:|\.{0,2}\/|~\/|[$%@]\w|\$\{|\{\{|#\{|<|process\.|os\.|env\.|import\.|secrets?\.|vault:|arn:|op:)/i.test(
      value,
    ) ||
    /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+!?$/.test(value) ||
    /^[a-z]+(?:[-_.](?:[a-z]+\d?|\d{1,3}))+$/i.test(value)
  );
}

const PLACEHOLDER =
  /example|sample|placeholder|change_?-?me|replace|dummy|redacted|fake|your[_-]?|<[^>]*>|\.{3}|…|\*{3}|x{5}|0{6}|(?:^|[^a-z])(?:my|some|test)[_-]?(?:key|token|secret|password|api)|1234567|abcdef|password|\$\{|\{\{|%\(/i;

/** What documentation writes in the place of a secret. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) || entropy(value) < 1.6;
}

/** Bits for each character. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
