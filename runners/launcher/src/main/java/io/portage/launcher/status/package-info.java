/**
 * The state of a job at one moment: its health, its lag and its ledger. The commands {@code run}
 * and {@code status} and the console show the same figures.
 *
 * <p>Everything here is bounded and reads only.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.status;
