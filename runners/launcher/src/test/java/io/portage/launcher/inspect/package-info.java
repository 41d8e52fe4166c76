/** Tests of the answers to operators. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.inspect;
