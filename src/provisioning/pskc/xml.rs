//! XML → a small tree of elements, within bounds. What is not plain elements, attributes and text is refused: a document
//! type, a processing instruction, an entity beyond XML's own five.

use super::super::limits::{MAX_PSKC_ATTRIBUTES, MAX_PSKC_BYTES, MAX_PSKC_DEPTH, MAX_PSKC_ELEMENTS};
use super::PskcError;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};
use zeroize::Zeroizing;

/// The namespaces that a PSKC file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Pskc,
    /// XML Encryption 1.0
    Xenc,
    /// XML Encryption 1.1
    Xenc11,
    /// XML Signature
    Ds,
    /// PKCS #5
    Pkcs5,
    /// The name has no namespace.
    Absent,
    Other,
}

impl Space {
    fn of(resolved: ResolveResult) -> Result<Self, PskcError> {
        match resolved {
            ResolveResult::Unbound => Ok(Self::Absent),
            ResolveResult::Unknown(_) => Err(PskcError::NotXml),
            ResolveResult::Bound(Namespace(name)) => Ok(match name {
                b"urn:ietf:params:xml:ns:keyprov:pskc" => Self::Pskc,
                b"http://www.w3.org/2001/04/xmlenc#" => Self::Xenc,
                b"http://www.w3.org/2009/xmlenc11#" => Self::Xenc11,
                b"http://www.w3.org/2000/09/xmldsig#" => Self::Ds,
                b"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#" => Self::Pkcs5,
                _ => Self::Other,
            }),
        }
    }
}

/// An attribute's name and its value.
type Attribute = (Box<str>, Zeroizing<String>);

/// An element with everything in it. Its text may be a seed, and is overwritten when dropped.
pub(super) struct Element {
    pub space: Space,
    pub name: Box<str>,
    /// The attributes without a prefix, which are the format's own.
    attributes: Vec<Attribute>,
    /// The text directly in this element.
    text: Zeroizing<String>,
    children: Vec<Element>,
    /// The number of its start tag in the file, from 1.
    pub position: u32,
}

/// Reads the one element that is the whole document.
pub(super) fn parse(text: &str) -> Result<Element, PskcError> {
    if text.len() > MAX_PSKC_BYTES {
        return Err(PskcError::TooLarge);
    }
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_comments = true;
    let mut tree = Tree::default();
    let mut is_first = true;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|_| PskcError::NotXml)?;
        match event {
            Event::Start(start) => tree.open(Space::of(space)?, &start)?,
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.add(&text.xml10_content().map_err(|_| PskcError::NotXml)?)?,
            Event::GeneralRef(reference) => tree.add(&resolved(&reference)?)?,
            Event::Comment(_) => {}
            Event::Decl(_) if is_first => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => return Err(PskcError::Declaration),
            // No writer of key containers has a reason for either.
            Event::CData(_) | Event::Empty(_) => return Err(PskcError::NotXml),
            Event::Eof => return tree.end(),
        }
        is_first = false;
    }
}

/// One of XML's own five entities, or a character by its number.
fn resolved(reference: &BytesRef) -> Result<Zeroizing<String>, PskcError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| PskcError::NotXml)? {
        return Ok(Zeroizing::new(character.to_string()));
    }
    let name = reference.decode().map_err(|_| PskcError::NotXml)?;
    let text = resolve_xml_entity(&name).ok_or(PskcError::Declaration)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[derive(Default)]
struct Tree {
    /// From the outermost element to the innermost that is still open.
    open: Vec<Element>,
    root: Option<Element>,
    elements: u32,
}

impl Tree {
    fn open(&mut self, space: Space, start: &BytesStart) -> Result<(), PskcError> {
        self.elements += 1;
        if self.open.len() >= MAX_PSKC_DEPTH || self.elements > MAX_PSKC_ELEMENTS {
            return Err(PskcError::TooMany);
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(PskcError::NotXml);
        }
        let local = start.local_name();
        let name = std::str::from_utf8(local.as_ref()).map_err(|_| PskcError::NotXml)?.into();
        let attributes = attributes(start)?;
        let (text, children) = (Zeroizing::default(), Vec::new());
        self.open.push(Element { space, name, attributes, text, children, position: self.elements });
        Ok(())
    }

    fn close(&mut self) -> Result<(), PskcError> {
        let element = self.open.pop().ok_or(PskcError::NotXml)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<(), PskcError> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(PskcError::NotXml),
        }
        Ok(())
    }

    fn end(self) -> Result<Element, PskcError> {
        self.root.filter(|_| self.open.is_empty()).ok_or(PskcError::NotXml)
    }
}

fn attributes(start: &BytesStart) -> Result<Vec<Attribute>, PskcError> {
    let mut attributes = Vec::new();
    for (index, attribute) in start.attributes().enumerate() {
        if index >= MAX_PSKC_ATTRIBUTES {
            return Err(PskcError::TooMany);
        }
        let attribute = attribute.map_err(|_| PskcError::NotXml)?;
        let name = attribute.key;
        if name.as_namespace_binding().is_some() || name.prefix().is_some() {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| PskcError::NotXml)?;
        let name = std::str::from_utf8(name.as_ref()).map_err(|_| PskcError::NotXml)?;
        attributes.push((name.into(), Zeroizing::new(value.into_owned())));
    }
    Ok(attributes)
}

impl Element {
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && &*self.name == name
    }

    /// Refuses an attribute that is none of these.
    pub fn knows(&self, names: &[&str]) -> Result<(), PskcError> {
        let known = self.attributes.iter().all(|(name, _)| names.contains(&&**name));
        if known { Ok(()) } else { Err(PskcError::UnknownAttribute { position: self.position }) }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| value.as_str())
    }

    /// The children, of which each is to be taken once.
    pub fn children(&self) -> Result<Children<'_>, PskcError> {
        if self.text.trim().is_empty() {
            Ok(Children(self.children.iter().collect()))
        } else {
            Err(PskcError::UnknownText { position: self.position })
        }
    }

    /// The text of an element that has nothing else in it, without the blanks around it.
    pub fn text(&self) -> Result<&str, PskcError> {
        match self.children.first() {
            None => Ok(self.text.trim()),
            Some(child) => Err(PskcError::UnknownElement { position: child.position }),
        }
    }
}

/// The children of an element that nobody has taken yet.
pub(super) struct Children<'a>(Vec<&'a Element>);

impl<'a> Children<'a> {
    /// The child of this name. A second one is refused: which one is meant cannot be known.
    pub fn take(&mut self, space: Space, name: &str) -> Result<Option<&'a Element>, PskcError> {
        self.take_where(|element| element.is(space, name))
    }

    pub fn take_where(
        &mut self,
        is_meant: impl Fn(&Element) -> bool,
    ) -> Result<Option<&'a Element>, PskcError> {
        match *self.all_where(is_meant) {
            [] => Ok(None),
            [element] => Ok(Some(element)),
            [_, second, ..] => Err(PskcError::SecondElement { position: second.position }),
        }
    }

    /// Every child of this name.
    pub fn all(&mut self, space: Space, name: &str) -> Vec<&'a Element> {
        self.all_where(|element| element.is(space, name))
    }

    fn all_where(&mut self, is_meant: impl Fn(&Element) -> bool) -> Vec<&'a Element> {
        let (taken, rest) = self.0.drain(..).partition(|element| is_meant(element));
        self.0 = rest;
        taken
    }

    /// Refuses what nobody has taken: passed over, it could have changed the meaning of the rest.
    pub fn end(self) -> Result<(), PskcError> {
        self.0.first().map_or(Ok(()), |left| Err(PskcError::UnknownElement { position: left.position }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(text: &str, error: PskcError) {
        assert_eq!(parse(text).err(), Some(error), "{text:.60}");
    }

    #[test]
    fn a_tree_has_names_attributes_and_texts() {
        let text = "<?xml version='1.0'?><!-- a --><p:A xmlns:p='urn:ietf:params:xml:ns:keyprov:pskc' X='1&amp;2' p:Y='3'>\
                    <B xmlns='http://www.w3.org/2001/04/xmlenc#'> a&lt;<!-- b -->&#x898B;c </B><C/></p:A>\n";
        let root = parse(text).unwrap();
        assert!(
            root.is(Space::Pskc, "A") && root.attribute("X") == Some("1&2") && root.attribute("Y").is_none()
        );
        let mut children = root.children().unwrap();
        let b = children.take(Space::Xenc, "B").unwrap().unwrap();
        assert_eq!((b.text().unwrap(), b.position), ("a<見c", 2));
        assert!(children.take(Space::Absent, "C").unwrap().is_some());
        assert!(children.take(Space::Absent, "C").unwrap().is_none());
        children.end().unwrap();
    }

    #[test]
    fn what_is_no_plain_document_is_refused() {
        for text in [
            "",
            "a",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>b",
            "<a b='1' b='2'/>",
            "<p:a/>",
            "<a>&#0;</a>",
            "<a>&b</a>",
        ] {
            refuses(text, PskcError::NotXml);
        }
        for text in [
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<a/><!DOCTYPE a>",
            "<a><?b c?></a>",
            "<a/><?xml version='1.0'?>",
            "<a>&b;</a>",
        ] {
            refuses(text, PskcError::Declaration);
        }
        refuses("<a b='&c;'/>", PskcError::NotXml);
        refuses("<a><![CDATA[b]]></a>", PskcError::NotXml);
    }

    #[test]
    fn depth_numbers_and_bytes_are_bounded() {
        let deep = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(parse(&deep(MAX_PSKC_DEPTH)).is_ok());
        refuses(&deep(MAX_PSKC_DEPTH + 1), PskcError::TooMany);
        refuses(&"<a>".repeat(50_000), PskcError::TooMany);
        let wide = |elements: u32| format!("<a>{}</a>", "<b/>".repeat(elements as usize - 1));
        assert!(parse(&wide(MAX_PSKC_ELEMENTS)).is_ok());
        refuses(&wide(MAX_PSKC_ELEMENTS + 1), PskcError::TooMany);
        let attributes = |n: usize| (0..n).map(|index| format!(" b{index}=''")).collect::<String>();
        assert!(parse(&format!("<a{}/>", attributes(MAX_PSKC_ATTRIBUTES))).is_ok());
        refuses(&format!("<a{}/>", attributes(MAX_PSKC_ATTRIBUTES + 1)), PskcError::TooMany);
        let long = |bytes: usize| format!("<a>{}</a>", "b".repeat(bytes - 7));
        assert!(parse(&long(MAX_PSKC_BYTES)).is_ok());
        refuses(&long(MAX_PSKC_BYTES + 1), PskcError::TooLarge);
    }
}
