/** The rules that make findings of facts; pure functions. */
@org.jspecify.annotations.NullMarked
package io.portage.assess.rules;
