/**
 * The values that travel between stages, and their coders.
 *
 * <p>Every value is immutable and may be shared by chained operators without a copy. Every coder
 * writes a version byte first, because encoded values live in runner state and outlive releases.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model;
