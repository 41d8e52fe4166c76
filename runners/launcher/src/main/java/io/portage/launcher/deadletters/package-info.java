/**
 * The commands on dead letters: list, show, replay.
 *
 * <p>Only {@code show} prints row values: it was asked to.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.deadletters;
