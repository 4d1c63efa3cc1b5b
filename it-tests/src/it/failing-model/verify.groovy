// The log names the place of the slip, and what was probably meant.
def log = new File(basedir, 'build.log').text
def file = new File(basedir, 'src/main/dlm/slope.dlm').canonicalPath
assert log.contains("[ERROR] ${file}:8:23: unknown-name: ")
assert log.contains('dense')
assert log.contains('dlm: 1 error, in slope.dlm:8.')
assert !new File(basedir, 'target/generated-sources/dlm/org/dlm/it/Slope.java').exists()
