/**
 * The target database: connections, its own metadata, dialects, and the fitting of values to
 * columns. Knows no stage.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target;
