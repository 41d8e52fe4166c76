/**
 * Interprets values of the source that carry no schema, such as the number of a date, by the
 * target's column and by the settings of the source's connector.
 *
 * <p>Never guesses a meaning from the look of a value: a missing setting is reported.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.source;
