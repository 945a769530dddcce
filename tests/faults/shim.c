/* Which call to the system fails?
 *
 * A library that is preloaded into the program. It counts the calls that change files below a
 * folder, and lets one of them fail. The environment says how:
 *
 *   FAULTS_BELOW   the folder, an absolute path
 *   FAULTS_REPORT  the file that gets a line `number kind path` for every call that is counted, or
 *                  only for those that fail
 *   FAULTS_AT      the number of the call, from 1
 *   FAULTS_MODE    count   none fails
 *                  error   this call fails with EIO
 *                  short   half the bytes of this call are written, and the next write fails with ENOSPC
 *                  full    from this call on nothing grows (ENOSPC)
 *                  sync    this call, if it is fsync or fdatasync, fails with EIO
 *                  lost    as sync, and what was written to the file since its last fsync is gone
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE, SYNC, CUT, MAP, MAKE, NAME, DROP };
enum verdict { PASS, HALF, FAIL };

static const char *const KINDS[] = {"write", "sync", "cut", "map", "make", "name", "drop"};

static char below[PATH_MAX];
static size_t below_length;
static const char *mode = "";
static long at;
static int report = -1;
static atomic_long calls;
static atomic_int after_half;

/* The next library's function of this name. */
#define NEXT(result, name, ...)                                      \
    static result (*next)(__VA_ARGS__);                              \
    if (!next) next = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("FAULTS_BELOW"), *file = getenv("FAULTS_REPORT");
    if (!folder || !file) return;
    snprintf(below, sizeof below, "%s/", folder);
    below_length = strlen(below);
    mode = getenv("FAULTS_MODE") ? getenv("FAULTS_MODE") : "";
    at = getenv("FAULTS_AT") ? atol(getenv("FAULTS_AT")) : 0;
    report = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is(const char *name) { return strcmp(mode, name) == 0; }

/* Whether a path lies below the folder; `full` gets it from the root. */
static int counted_path(int folder, const char *path, char *full)
{
    if (!below_length || report < 0 || !path) return 0;
    char base[PATH_MAX] = "";
    if (path[0] != '/') {
        char link[64];
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, base, sizeof base - 2);
        if (length < 0) return 0;
        base[length] = '/';
        base[length + 1] = 0;
    }
    if (strlen(base) + strlen(path) >= PATH_MAX) return 0;
    strcpy(full, base);
    strcat(full, path);
    return strncmp(full, below, below_length) == 0;
}

static int counted_file(int fd, char *full)
{
    if (!below_length || report < 0) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, full, PATH_MAX - 1);
    if (length < 0) return 0;
    full[length] = 0;
    return strncmp(full, below, below_length) == 0 || strncmp(full, below, below_length - 1) == 0;
}

static void tell(long number, enum kind kind, const char *full)
{
    char line[PATH_MAX + 64];
    const char *rest = strlen(full) >= below_length ? full + below_length : ".";
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, KINDS[kind], rest);
    syscall(SYS_write, report, line, (size_t)length);
}

/* Counts a call and says what becomes of it; sets errno where it fails. */
static enum verdict judge(enum kind kind, const char *full)
{
    long number = atomic_fetch_add(&calls, 1) + 1;
    enum verdict verdict = PASS;
    if (is("count")) {
        tell(number, kind, full);
        return PASS;
    }
    if (is("error") && number == at) {
        errno = EIO;
        verdict = FAIL;
    } else if (is("short") && kind == WRITE && number == at) {
        atomic_store(&after_half, 1);
        verdict = HALF;
    } else if (is("short") && kind == WRITE && atomic_exchange(&after_half, 0)) {
        errno = ENOSPC;
        verdict = FAIL;
    } else if (is("full") && (kind == WRITE || kind == MAKE) && number >= at) {
        errno = ENOSPC;
        verdict = FAIL;
    } else if ((is("sync") || is("lost")) && kind == SYNC && number == at) {
        errno = EIO;
        verdict = FAIL;
    }
    if (verdict != PASS) {
        int kept = errno;
        tell(number, kind, full);
        errno = kept;
    }
    return verdict;
}

static enum verdict judge_file(enum kind kind, int fd)
{
    char full[PATH_MAX];
    return counted_file(fd, full) ? judge(kind, full) : PASS;
}

static enum verdict judge_path(enum kind kind, int folder, const char *path)
{
    char full[PATH_MAX];
    return counted_path(folder, path, full) ? judge(kind, full) : PASS;
}

/* How many of so many bytes are written; 0 stands for a failure. */
static size_t allowed(int fd, size_t count)
{
    switch (judge_file(WRITE, fd)) {
    case FAIL: return 0;
    case HALF: return count > 1 ? count / 2 : count;
    default: return count;
    }
}

/* What files hold that is surely on disk, for the mode `lost`. */
struct kept {
    dev_t device;
    ino_t inode;
    char *bytes;
    size_t length;
};
static struct kept kept[64];
static int kept_files;

static void keep(int fd, int again)
{
    struct stat found;
    char full[PATH_MAX];
    if (!is("lost") || !counted_file(fd, full) || fstat(fd, &found) || !S_ISREG(found.st_mode)) return;
    int place = 0;
    while (place < kept_files && (kept[place].device != found.st_dev || kept[place].inode != found.st_ino)) place++;
    if (place == 64 || (place < kept_files && !again)) return;
    if (place == kept_files) kept_files++;
    free(kept[place].bytes);
    kept[place] = (struct kept){found.st_dev, found.st_ino, malloc((size_t)found.st_size + 1), 0};
    snprintf(full, sizeof full, "/proc/self/fd/%d", fd);
    int file = (int)syscall(SYS_openat, AT_FDCWD, full, O_RDONLY | O_CLOEXEC);
    ssize_t got;
    while (file >= 0 && kept[place].length < (size_t)found.st_size
           && (got = syscall(SYS_pread64, file, kept[place].bytes + kept[place].length,
                             (size_t)found.st_size - kept[place].length, (off_t)kept[place].length)) > 0)
        kept[place].length += (size_t)got;
    if (file >= 0) close(file);
}

static void lose(int fd)
{
    struct stat found;
    char link[64];
    if (!is("lost") || fstat(fd, &found) || !S_ISREG(found.st_mode)) return;
    int place = 0;
    while (place < kept_files && (kept[place].device != found.st_dev || kept[place].inode != found.st_ino)) place++;
    if (place == kept_files) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int file = (int)syscall(SYS_openat, AT_FDCWD, link, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    syscall(SYS_pwrite64, file, kept[place].bytes, kept[place].length, (off_t)0);
    syscall(SYS_ftruncate, file, (off_t)kept[place].length);
    close(file);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    NEXT(ssize_t, "write", int, const void *, size_t);
    size_t some = count ? allowed(fd, count) : 0;
    return count && !some ? -1 : next(fd, bytes, some);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t place)
{
    NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
    size_t some = count ? allowed(fd, count) : 0;
    return count && !some ? -1 : next(fd, bytes, some, place);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t place)
{
    NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    size_t some = count ? allowed(fd, count) : 0;
    return count && !some ? -1 : next(fd, bytes, some, place);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    NEXT(ssize_t, "writev", int, const struct iovec *, int);
    enum verdict verdict = judge_file(WRITE, fd);
    if (verdict == HALF && count > 0) return write(fd, parts[0].iov_base, (parts[0].iov_len + 1) / 2);
    return verdict == FAIL ? -1 : next(fd, parts, count);
}

ssize_t copy_file_range(int from, off64_t *there, int to, off64_t *here, size_t count, unsigned flags)
{
    NEXT(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    size_t some = allowed(to, count);
    return some ? next(from, there, to, here, some, flags) : -1;
}

int posix_fallocate(int fd, off_t place, off_t length)
{
    NEXT(int, "posix_fallocate", int, off_t, off_t);
    return judge_file(WRITE, fd) == PASS ? next(fd, place, length) : ENOSPC;
}

int fallocate(int fd, int how, off_t place, off_t length)
{
    NEXT(int, "fallocate", int, int, off_t, off_t);
    if (judge_file(WRITE, fd) == PASS) return next(fd, how, place, length);
    errno = ENOSPC;
    return -1;
}

/* A sync that fails loses what was written since the last one that did not. */
#define SYNC_BY(call)                          \
    int call(int fd)                           \
    {                                          \
        NEXT(int, #call, int);                 \
        if (judge_file(SYNC, fd) == FAIL) {    \
            lose(fd);                          \
            errno = EIO;                       \
            return -1;                         \
        }                                      \
        int done = next(fd);                   \
        if (!done) keep(fd, 1);                \
        return done;                           \
    }
SYNC_BY(fsync)
SYNC_BY(fdatasync)

int ftruncate(int fd, off_t length)
{
    NEXT(int, "ftruncate", int, off_t);
    return judge_file(CUT, fd) == FAIL ? -1 : next(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    NEXT(int, "ftruncate64", int, off64_t);
    return judge_file(CUT, fd) == FAIL ? -1 : next(fd, length);
}

void *mmap(void *address, size_t length, int rights, int flags, int fd, off_t place)
{
    NEXT(void *, "mmap", void *, size_t, int, int, int, off_t);
    int shared = fd >= 0 && (flags & MAP_SHARED) && (rights & PROT_WRITE);
    return shared && judge_file(MAP, fd) == FAIL ? MAP_FAILED : next(address, length, rights, flags, fd, place);
}

void *mmap64(void *address, size_t length, int rights, int flags, int fd, off64_t place)
{
    NEXT(void *, "mmap64", void *, size_t, int, int, int, off64_t);
    int shared = fd >= 0 && (flags & MAP_SHARED) && (rights & PROT_WRITE);
    return shared && judge_file(MAP, fd) == FAIL ? MAP_FAILED : next(address, length, rights, flags, fd, place);
}

/* Only a file that is made counts, not one that is opened. */
static int opened(int folder, const char *path, int flags, mode_t rights,
                  int (*next)(int, const char *, int, ...))
{
    int makes = (flags & O_CREAT) && faccessat(folder, path, F_OK, 0) != 0;
    if (makes && judge_path(MAKE, folder, path) == FAIL) return -1;
    int fd = next(folder, path, flags, rights);
    if (fd >= 0 && (flags & (O_WRONLY | O_RDWR))) keep(fd, 0);
    return fd;
}

#define RIGHTS                                        \
    mode_t rights = 0;                                \
    if (flags & O_CREAT) {                            \
        va_list more;                                 \
        va_start(more, flags);                        \
        rights = va_arg(more, mode_t);                \
        va_end(more);                                 \
    }

int open(const char *path, int flags, ...)
{
    NEXT(int, "openat", int, const char *, int, ...);
    RIGHTS
    return opened(AT_FDCWD, path, flags, rights, next);
}

int open64(const char *path, int flags, ...)
{
    NEXT(int, "openat64", int, const char *, int, ...);
    RIGHTS
    return opened(AT_FDCWD, path, flags, rights, next);
}

int openat(int folder, const char *path, int flags, ...)
{
    NEXT(int, "openat", int, const char *, int, ...);
    RIGHTS
    return opened(folder, path, flags, rights, next);
}

int openat64(int folder, const char *path, int flags, ...)
{
    NEXT(int, "openat64", int, const char *, int, ...);
    RIGHTS
    return opened(folder, path, flags, rights, next);
}

int mkdir(const char *path, mode_t rights)
{
    NEXT(int, "mkdir", const char *, mode_t);
    int there = faccessat(AT_FDCWD, path, F_OK, 0) == 0;
    return !there && judge_path(MAKE, AT_FDCWD, path) == FAIL ? -1 : next(path, rights);
}

int link(const char *from, const char *to)
{
    NEXT(int, "link", const char *, const char *);
    return judge_path(MAKE, AT_FDCWD, to) == FAIL ? -1 : next(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    NEXT(int, "linkat", int, const char *, int, const char *, int);
    return judge_path(MAKE, to_folder, to) == FAIL ? -1 : next(from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
    NEXT(int, "rename", const char *, const char *);
    return judge_path(NAME, AT_FDCWD, to) == FAIL ? -1 : next(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    NEXT(int, "renameat", int, const char *, int, const char *);
    return judge_path(NAME, to_folder, to) == FAIL ? -1 : next(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    NEXT(int, "renameat2", int, const char *, int, const char *, unsigned);
    return judge_path(NAME, to_folder, to) == FAIL ? -1 : next(from_folder, from, to_folder, to, flags);
}

int unlink(const char *path)
{
    NEXT(int, "unlink", const char *);
    int there = faccessat(AT_FDCWD, path, F_OK, 0) == 0;
    return there && judge_path(DROP, AT_FDCWD, path) == FAIL ? -1 : next(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    NEXT(int, "unlinkat", int, const char *, int);
    return judge_path(DROP, folder, path) == FAIL ? -1 : next(folder, path, flags);
}
