import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { instantText } from '@app/kernel';
import { m } from '@app/messages';
import { blocksOf } from '../agreement.text';
import { reserveSeal } from './seal';

export interface Evidence {
  side: 'sponsor' | 'recipient';
  organisation: string;
  /** As it was typed. */
  name: string;
  account: string;
  signedAt: Date;
  hash: string;
  record: number;
}

export interface AgreementDocument {
  id: string;
  title: string;
  text: string;
  hash: string;
  inForceAt: Date;
  /** Its name: it may not have signed. */
  sponsor: string;
  signatures: readonly Evidence[];
  platform: string;
}

type Pdf = PDFKit.PDFDocument;

const fontFile = (name: string) => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
const margin = { left: 76, right: 76, top: 72, bottom: 84 };
const ink = '#1b1f24';
const soft = '#5a626c';

/** The agreement to keep: its text, a page of evidence, and the place of the platform's seal. */
export function agreementPdf(about: AgreementDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4', margins: margin, pdfVersion: '1.7', bufferPages: true, lang: 'en', displayTitle: true, font: null as never,
    info: { Title: about.title, Author: about.platform, CreationDate: about.inForceAt, ModDate: about.inForceAt },
  });
  for (const [name, file] of [['text', 'DejaVuSerif'], ['strong', 'DejaVuSans-Bold'], ['plain', 'DejaVuSans'], ['fixed', 'DejaVuSansMono']] as const) pdf.registerFont(name, fontFile(file));
  writeText(pdf, about.text);
  pdf.addPage();
  writeEvidence(pdf, about);
  writeFeet(pdf, about);
  reserveSeal(pdf, { name: about.platform, reason: m.agreement_pdf_reason({ id: about.id }), at: about.inForceAt });
  pdf.end();
  return buffer(pdf);
}

function writeText(pdf: Pdf, text: string): void {
  const write = {
    title: (line: string) => pdf.font('strong', 17).fillColor(ink).text(line, { lineGap: 3 }).moveDown(0.5),
    heading: (line: string) => heading(pdf, line),
    paragraph: (line: string) => paragraph(pdf, line),
    points: (line: string) => point(pdf, line),
  };
  for (const { kind, lines } of blocksOf(text)) for (const line of lines) write[kind](line);
}

function writeEvidence(pdf: Pdf, { id, hash, inForceAt, signatures, platform, sponsor }: AgreementDocument): void {
  pdf.font('strong', 17).fillColor(ink).text(m.agreement_pdf_evidence()).moveDown(0.5);
  paragraph(pdf, m.agreement_pdf_evidence_text({ platform, id, at: instantText(inForceAt) }));
  fact(pdf, m.agreement_pdf_hash(), hash, 'fixed');
  for (const { side, organisation, name, account, signedAt, hash: signed, record } of signatures) {
    heading(pdf, side === 'sponsor' ? m.agreement_pdf_sponsor({ organisation }) : m.agreement_pdf_recipient({ organisation }));
    fact(pdf, m.agreement_pdf_name(), name);
    fact(pdf, m.agreement_pdf_account(), account);
    fact(pdf, m.agreement_pdf_at(), signedAt.toISOString());
    fact(pdf, m.agreement_pdf_accepted(), signed, 'fixed');
    fact(pdf, m.agreement_pdf_record(), String(record));
  }
  if (!signatures.some(({ side }) => side === 'sponsor')) {
    heading(pdf, m.agreement_pdf_sponsor({ organisation: sponsor }));
    paragraph(pdf, m.agreement_pdf_bound({ at: instantText(inForceAt) }));
  }
  pdf.moveDown(0.8);
  paragraph(pdf, m.agreement_pdf_check({ platform }));
}

function writeFeet(pdf: Pdf, { id, hash }: AgreementDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    pdf.switchToPage(start + at);
    const { width, height, margins } = pdf.page;
    // below the margin of the text: the page must not break there
    pdf.page.margins = { ...margins, bottom: 0 };
    const place = { width: width - margin.left - margin.right, lineBreak: false };
    pdf.font('plain', 7).fillColor(soft);
    pdf.text(`${id} · SHA-256 ${hash.slice(0, 16)}…`, margin.left, height - 54, place);
    pdf.text(m.agreement_pdf_page({ page: at + 1, of: count }), margin.left, height - 54, { ...place, align: 'right' });
    pdf.page.margins = margins;
  }
}

function heading(pdf: Pdf, text: string): void {
  if (pdf.y > pdf.page.height - margin.bottom - 70) pdf.addPage();
  pdf.moveDown(0.7).font('strong', 11).fillColor(ink).text(text).moveDown(0.35);
}

function paragraph(pdf: Pdf, text: string): void {
  pdf.font('text', 9.5).fillColor(ink).text(text, { lineGap: 3.2 }).moveDown(0.45);
}

function point(pdf: Pdf, text: string): void {
  const width = pdf.page.width - margin.left - margin.right - 14;
  pdf.font('text', 9.5).fillColor(ink);
  if (pdf.y + pdf.heightOfString(text, { width, lineGap: 3.2 }) > pdf.page.height - margin.bottom) pdf.addPage();
  const { y } = pdf;
  pdf.text('•', margin.left, y, { lineBreak: false });
  pdf.text(text, margin.left + 14, y, { width, lineGap: 3.2 });
  pdf.x = margin.left;
  pdf.moveDown(0.3);
}

function fact(pdf: Pdf, name: string, value: string, font = 'text'): void {
  const width = pdf.page.width - margin.left - margin.right;
  const { y } = pdf;
  pdf.font('plain', 8).fillColor(soft).text(name, margin.left, y + 1, { width: 110 });
  pdf.font(font, font === 'fixed' ? 7 : 9).fillColor(ink).text(value, margin.left + 116, y, { width: width - 116, lineGap: 2 });
  pdf.x = margin.left;
  pdf.moveDown(0.25);
}
