/** Tests of the figures of a job. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.status;
