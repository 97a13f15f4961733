# qemu-img, genisoimage and rmdir. Images are real ones, in as far as their headers go: the real
# qemu-img finds nothing wrong with them. What a disk holds is one line, which convert carries on.
use strict;
use warnings;
use Fcntl qw(:flock);

our ($state, $rule);
my $cluster = 65536;
my $place = 4096; # within the header's cluster, where nothing else is

sub said { print STDERR "$_[0]: $_[1]\n"; return 1 }

sub on_host { # a path of the host as one of this machine's: devices lie in the state
  my ($path) = @_;
  return $path =~ m{^/dev/([^/]+/[^/]+)$} ? "$state/dev/$1" : $path;
}

sub put {
  my ($file, $at, $bytes) = @_;
  open my $out, '+<', $file or return 0;
  seek $out, $at, 0;
  print {$out} $bytes;
  return close $out;
}

sub get {
  my ($file, $at, $length) = @_;
  open my $in, '<', $file or return undef;
  seek $in, $at, 0;
  read $in, (my $bytes), $length;
  return $bytes;
}

sub write_qcow2 { # FILE SIZE BACKING CONTENT: in two halves
  my ($file, $size, $backing, $content) = @_;
  open my $out, '>', $file or return 0;
  close $out;
  my $extension = $backing eq '' ? '' : pack('NN', 0xE2792ACA, 5) . "qcow2\0\0\0";
  $extension .= pack 'NN', 0, 0;
  my $entries = int(($size + 8192 * $cluster - 1) / (8192 * $cluster)) || 1;
  my $header = pack 'a4 N Q> N N Q> N N Q> Q> N N Q> Q> Q> Q> N N',
    "QFI\xfb", 3, $backing eq '' ? 0 : 104 + length $extension, length $backing,
    16, $size, 0, $entries, 3 * $cluster, $cluster, 1, 0, 0, 0, 0, 0, 4, 104;
  # As in the real one, an empty image comes first.
  half() if $content eq '';
  put($file, 3 * $cluster, "\0" x (8 * $entries)) or return 0;
  truncate $file, 4 * $cluster;
  put($file, $cluster, pack 'Q>', 2 * $cluster);
  put($file, 2 * $cluster, pack 'n4', 1, 1, 1, 1);
  put($file, 0, $header . $extension . $backing) or return 0;
  if ($content ne '') {
    half();
    put($file, $place, "$content\n") or return 0;
  }
  return 1;
}

sub header { # FILE: (version, backing file, size), empty where it is no qcow2 image
  my ($file) = @_;
  my $bytes = get($file, 0, 104) // '';
  return () if length $bytes < 104 || substr($bytes, 0, 4) ne "QFI\xfb";
  my (undef, $version, $at, $length, undef, $size) = unpack 'a4 N Q> N N Q>', $bytes;
  return ($version, $at ? get($file, $at, $length) : '', $size);
}

sub content { # FILE FORMAT
  my ($file, $format) = @_;
  my $bytes = get($file, $format eq 'qcow2' ? $place : 0, 4096) // '';
  return $bytes =~ /^([ -~]+)\n/ ? $1 : 'nothing known';
}

sub qemu_img {
  my ($verb, @words) = @_;
  if ($verb eq '--version') {
    print "qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\n",
      "Copyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers\n";
    return 0;
  }
  my (%options, @rest);
  while (@words) {
    my $word = shift @words;
    if ($word =~ /^-[fFbOmt]$/) { $options{$word} = shift @words }
    elsif ($word =~ /^-/) { $options{$word} = 1 }
    else { push @rest, $word }
  }
  return create_image(\%options, @rest) if $verb eq 'create';
  return image_info(\%options, @rest) if $verb eq 'info';
  return check_image(@rest) if $verb eq 'check';
  return convert_image(\%options, @rest) if $verb eq 'convert';
  return resize_image(\%options, @rest) if $verb eq 'resize';
  return said('qemu-img', "Command not found: $verb");
}

sub create_image {
  my ($options, $file, $size) = @_;
  my $backing = $options->{-b} // '';
  if ($backing ne '') {
    if (!-e $backing) {
      return said('qemu-img', "$file: Could not open '$backing': No such file or directory\nCould not open backing image.");
    }
    my ($version, undef, $whole) = header($backing);
    return said('qemu-img', "$file: Image is not in qcow2 format\nCould not open backing image.") if !$version;
    $size //= $whole;
  }
  write_qcow2($file, $size, $backing, '') or return said('qemu-img', "$file: Could not create '$file': $!");
  return 0;
}

sub check_image {
  my ($file) = @_;
  my ($version) = header(on_host($file));
  return $version ? 0 : said('qemu-img', "Could not open '$file': Image is not in qcow2 format");
}

sub image_info {
  my ($options, $file) = @_;
  my $format = $options->{-f} // 'raw';
  my $real = on_host($file);
  return said('qemu-img', "Could not open '$file': Could not open '$file': $!") if !-e $real;
  my ($version, $backing, $size) = header($real);
  if ($format eq 'qcow2' && !$version) {
    return said('qemu-img', "Could not open '$file': Image is not in qcow2 format");
  }
  my $actual = (stat $real)[12] * 512;
  if ($format eq 'raw') { $size = -s _; $backing = '' }
  print "{\n";
  print "    \"backing-filename-format\": \"qcow2\",\n" if $backing ne '';
  print "    \"virtual-size\": $size,\n    \"filename\": \"$file\",\n";
  print "    \"cluster-size\": $cluster,\n" if $format eq 'qcow2';
  print "    \"format\": \"$format\",\n    \"actual-size\": $actual,\n";
  if ($format eq 'qcow2') {
    print <<'JSON';
    "format-specific": {
        "type": "qcow2",
        "data": {
            "compat": "1.1",
            "compression-type": "zlib",
            "lazy-refcounts": false,
            "refcount-bits": 16,
            "corrupt": false,
            "extended-l2": false
        }
    },
JSON
  }
  print "    \"full-backing-filename\": \"$backing\",\n    \"backing-filename\": \"$backing\",\n" if $backing ne '';
  print "    \"dirty-flag\": false\n}\n";
  return 0;
}

sub convert_image {
  my ($options, $from, $to) = @_;
  my ($format, $wanted) = ($options->{-f}, $options->{-O});
  my ($source, $target) = (on_host($from), on_host($to));
  return said('qemu-img', "Could not open '$from': Could not open '$from': No such file or directory") if !-e $source;
  my ($version, undef, $size) = header($source);
  return said('qemu-img', "Could not open '$from': Image is not in qcow2 format") if $format eq 'qcow2' && !$version;
  $size = -s $source if $format eq 'raw';
  my $content = content($source, $format);
  if ($options->{-n}) {
    open my $device, '+<', $target
      or return said('qemu-img', "Could not open '$to': Could not open '$to': $!");
    flock $device, LOCK_SH; # open, as LVM sees it
    return said('qemu-img', "output file is smaller than input file") if -s $device < $size;
    put($target, 0, "half of $content\n");
    half();
    put($target, 0, "$content\n" . "\0" x 8);
    return 0;
  }
  if ($wanted eq 'qcow2') {
    write_qcow2($target, $size, '', $content) or return said('qemu-img', "$to: error while converting qcow2: Could not create '$to': $!");
    return 0;
  }
  open my $raw, '>', $target or return said('qemu-img', "$to: error while converting raw: Could not create '$to': $!");
  close $raw;
  truncate $target, $size;
  put($target, 0, "half of $content\n");
  half();
  put($target, 0, "$content\n" . "\0" x 8);
  return 0;
}

sub resize_image {
  my ($options, $file, $size) = @_;
  my ($version, $backing, $old) = header($file);
  return said('qemu-img', "Could not open '$file': Could not open '$file': No such file or directory") if !$version;
  if ($size < $old) {
    return said('qemu-img', "Use the --shrink option to perform a shrink operation.");
  }
  half();
  put($file, 24, pack 'Q>', $size);
  put($file, 36, pack 'N', int(($size + 8192 * $cluster - 1) / (8192 * $cluster)) || 1);
  return 0;
}

sub iso { # -quiet -R -J -V LABEL -o IMAGE FOLDER
  my %options;
  my @rest;
  while (@_) {
    my $word = shift;
    if ($word =~ /^-[Vo]$/) { $options{$word} = shift }
    elsif ($word !~ /^-/) { push @rest, $word }
  }
  if (!-d $rest[0]) { return said('genisoimage', "$rest[0]: No such file or directory") }
  open my $image, '>', $options{-o} or return said('genisoimage', "Unable to open disc image file '$options{-o}'.");
  print {$image} "\0" x 32768, "\1CD001\1", $options{-V};
  $image->flush if $image->can('flush');
  half();
  print {$image} ' of ', $rest[0], "\n", "\0" x 32768;
  close $image;
  return 0;
}

sub remove_folders { # --ignore-fail-on-non-empty -- FOLDER…
  my $status = 0;
  for my $folder (grep { !/^--/ } @_) {
    next if rmdir $folder;
    next if $!{ENOTEMPTY} || $!{EEXIST};
    print STDERR "rmdir: failed to remove '$folder': $!\n";
    $status = 1;
  }
  return $status;
}

sub run {
  my ($program, @words) = @_;
  require Errno;
  return qemu_img(@words) if $program eq 'qemu-img';
  return iso(@words) if $program eq 'genisoimage';
  return remove_folders(@words);
}

1;
