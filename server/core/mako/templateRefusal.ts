/** Thrown while a template is rendered where it can't be followed without Python; `message` is the reason as half a sentence. */
export class TemplateRefusal extends Error {}
