// Files of a message: pictures as large as fits, which open whole in a tab of their own; anything else is a line that
// saves it. The server knows by the cookie who asks for them.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { htmlLang } from '../shared/i18n';
import type { AttachedFile } from '../shared/protocol';
import { sizeText } from '../shared/uploads';
import { Icon } from './icons';
import { language } from './preferences';
import { common } from './texts';

/** No picture is shown larger, in CSS pixels. */
const WIDEST = 320;
const HIGHEST = 240;

export function Attached({ files }: { files: readonly AttachedFile[] | undefined }): JSX.Element | null {
  if (!files?.length) return null;
  return (
    <ul class="attached" aria-label={common().files(files.length)}>
      {files.map((file) => (
        <li key={file.id}>{file.width && file.height ? <Picture file={file} width={file.width} height={file.height} /> : <Saved file={file} />}</li>
      ))}
    </ul>
  );
}

const address = ({ id }: AttachedFile): string => `/v1/files/${id}`;

/** Its place is as large before it comes. */
function Picture({ file, width, height }: { file: AttachedFile; width: number; height: number }): JSX.Element {
  const [isAbsent, setAbsent] = useState(false);
  if (isAbsent) return <Saved file={file} />;
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return (
    <a href={address(file)} target="_blank" rel="noopener" title={file.name}>
      <img
        src={address(file)} alt={common().picture(file.name)} loading="lazy" decoding="async"
        width={Math.ceil(width * scale)} height={Math.ceil(height * scale)} onError={() => setAbsent(true)}
      />
    </a>
  );
}

function Saved({ file }: { file: AttachedFile }): JSX.Element {
  return (
    <a class="file" href={address(file)} download={file.name}>
      <Icon name="clip" /> <span dir="auto">{file.name}</span> <span class="small">{sizeText(file.bytes, htmlLang(language.value))}</span>
    </a>
  );
}
