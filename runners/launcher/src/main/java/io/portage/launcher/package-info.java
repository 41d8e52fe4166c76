/**
 * Entry point of the command line: {@link io.portage.launcher.Portage} is the root command; its
 * subcommands are in the packages {@code assess}, {@code bench}, {@code check}, {@code
 * deadletters}, {@code demo}, {@code publish} and {@code run}. {@code time} is in this package.
 *
 * <p>A runner module passes its {@link io.portage.launcher.Engine} to the root command. No class of
 * this module depends on the classes of a runner.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher;
