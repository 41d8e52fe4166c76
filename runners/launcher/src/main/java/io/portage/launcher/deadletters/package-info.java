/**
 * The commands for dead letters: list, show, replay.
 *
 * <p>Only {@code show} prints row values, since the user requests them.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.deadletters;
