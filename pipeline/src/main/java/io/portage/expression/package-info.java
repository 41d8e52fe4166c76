/**
 * Filters and computed columns in CEL (Common Expression Language), compiled once and type-checked.
 * Expressions see the source's columns as fields of {@code row}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.expression;
