// The class of the model was generated, is laid out below its package, and javac has compiled it.
def source = new File(basedir, 'target/generated-sources/dlm/org/dlm/it/Slope.java')
assert source.text.startsWith('package org.dlm.it;') || source.text.contains('\npackage org.dlm.it;')
assert source.text.contains('A straight line through points.')
assert new File(basedir, 'target/classes/org/dlm/it/Slope.class').isFile()
