/**
 * {@code portage console}: a web server with an API and pages over running jobs. It keeps nothing:
 * everything is read from the brokers, the target and the runner.
 *
 * <p>{@link io.portage.launcher.console.RequestGuard} decides which requests are answered, {@link
 * io.portage.launcher.console.ConsoleApi} answers them from the package {@code inspect}, and the
 * pages are files of this module.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.console;
