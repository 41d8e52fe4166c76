/** The command {@code run}: starts a job, follows it and ends it on a signal. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.run;
