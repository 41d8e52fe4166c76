/**
 * The state of a target that matters when the application moves to it: sequences, constraints,
 * triggers, indexes. Read by {@code portage cutover}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.readiness;
