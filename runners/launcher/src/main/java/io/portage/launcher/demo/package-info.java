/**
 * The command {@code demo}: starts a sandbox with real servers, publishes events, runs the
 * pipeline, and checks the result.
 *
 * <p>{@link io.portage.launcher.demo.ExpectedResult} reads the {@code then-*} files of a scenario;
 * {@link io.portage.launcher.demo.Workload} generates events and the expected table.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.demo;
