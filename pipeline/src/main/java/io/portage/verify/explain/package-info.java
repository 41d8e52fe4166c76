/** Finds the dead letters and the parked rows that explain differences. */
@org.jspecify.annotations.NullMarked
package io.portage.verify.explain;
